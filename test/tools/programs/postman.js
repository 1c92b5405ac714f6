import { readFile } from "node:fs/promises";
import newman from "newman";
import Converter from "openapi-to-postmanv2";
import { report } from "./report.js";
import { token } from "./request.js";

const [file, baseUrl] = process.argv.slice(2);
const input = { type: "string", data: await readFile(file, "utf8") };
// The import options of a user who wants the contract's examples, not made-up values.
const options = { parametersResolution: "Example" };
const { result, reason, output } = await new Promise((resolve, reject) => {
  Converter.convertV2(input, options, (error, converted) => (error ? reject(error) : resolve(converted)));
});
const envVar = Object.entries({ baseUrl, bearerToken: token }).map(([key, value]) => ({ key, value }));
const summary = await new Promise((resolve, reject) => {
  newman.run({ collection: output[0].data, envVar }, (error, run) => (error ? reject(error) : resolve(run)));
});
report([...(result ? [] : [reason]), ...summary.run.failures.map(({ error }) => error.message)]);
