import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import widdershins from "widdershins";
import { parse } from "yaml";
import { report } from "./report.js";
import { id, token } from "./request.js";

const [file, baseUrl] = process.argv.slice(2);
const spec = { ...parse(await readFile(file, "utf8")), servers: [{ url: baseUrl }] };
const markdown = await widdershins.convert(spec, { codeSamples: true, language_tabs: [{ shell: "Shell" }] });
const [, sample = ""] = /```shell\n(.*?)```/s.exec(markdown) ?? [];
execFileSync("bash", ["-c", sample.replace("{id}", id).replace("{access-token}", token)], {
  stdio: "ignore",
});
report([]);
