import { readFile } from "node:fs/promises";
import { validate } from "@scalar/openapi-parser";
import { report } from "./report.js";

const [file] = process.argv.slice(2);
const { errors = [] } = await validate(await readFile(file, "utf8"));
report(errors.map(({ message }) => message));
