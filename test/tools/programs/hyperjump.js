import { readFile } from "node:fs/promises";
import { validate } from "@hyperjump/json-schema/openapi-3-1";
import { parse } from "yaml";
import { report } from "./report.js";

const [file] = process.argv.slice(2);
const document = parse(await readFile(file, "utf8"));
const { valid, errors = [] } = await validate(
  "https://spec.openapis.org/oas/3.1/schema-base",
  document,
  "BASIC",
);
report(valid ? [] : errors.map(({ keyword, instanceLocation }) => `${keyword} ${instanceLocation}`));
