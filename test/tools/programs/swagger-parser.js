import SwaggerParser from "@apidevtools/swagger-parser";
import { report } from "./report.js";

const [file] = process.argv.slice(2);
const errors = await SwaggerParser.validate(file).then(
  () => [],
  ({ message }) => [message],
);
report(errors);
