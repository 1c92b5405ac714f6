import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { id, sendDelete, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");
const target = join(folder, "client.ts");
const options = ["--output", target, "--server-url", baseUrl, "--import-ext=ts"];
execFileSync(process.execPath, [cli, "generate-client", file, ...options], { stdio: "ignore" });
const { configure, deleteContact } = await import(pathToFileURL(target));
configure({ auth: { bearer: token } });
await sendDelete(target, (query) => deleteContact({ path: { id }, query }));
