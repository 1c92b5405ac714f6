import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { report } from "./report.js";

const [file] = process.argv.slice(2);
const document = parse(await readFile(file, "utf8"));
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addVocabulary([...Object.keys(document), "example", "x-truto-supported-by", "x-truto-references"]);
ajv.addSchema(document, "contract");

/** Every example of an answer that is invalid for its schema, and every schema that Ajv rejects. */
const errors = Object.entries(document.components.responses).flatMap(([response, { content = {} }]) =>
  Object.entries(content).flatMap(([type, { examples = {} }]) => {
    const pointer = ["components", "responses", response, "content", type, "schema"];
    const escaped = pointer.map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
    return Object.entries(examples).flatMap(([name, { value }]) => {
      try {
        return ajv.validate({ $ref: `contract#/${escaped}` }, value)
          ? []
          : [`${response} ${name}: ${ajv.errorsText()}`];
      } catch (error) {
        return [`${response} ${type}: ${error.message}`];
      }
    });
  }),
);
report(errors);
