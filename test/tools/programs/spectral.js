import { readFile } from "node:fs/promises";
import core from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";
import { report } from "./report.js";

const [file] = process.argv.slice(2);
const spectral = new core.Spectral();
spectral.setRuleset({ extends: [rulesets.oas] });
const problems = await spectral.run(await readFile(file, "utf8"));
report(problems.map(({ code, message, path }) => `${code}: ${message} (${path.join(".")})`));
