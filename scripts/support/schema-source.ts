import { createRequire } from "node:module";
import { header, type Spec } from "./spec.js";

// Required, not imported: tsx takes more than a second longer to import the compiler that these two load.
const require = createRequire(import.meta.url);
const { bundle, createConfig }: typeof import("@redocly/openapi-core") = require("@redocly/openapi-core");
const {
  default: openapiTS,
  astToString,
}: typeof import("openapi-typescript") = require("openapi-typescript");

/** Joins a multi-file spec into one document whose references are all internal. @throws when one can't be resolved. */
export async function bundleSpec(file: string): Promise<Spec> {
  const { bundle: document, problems } = await bundle({ ref: file, config: await createConfig({}) });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join(" "));
  return document.parsed;
}

/** The TypeScript types of every path, operation and component. */
export async function schemaSource(spec: Spec): Promise<string> {
  return (
    header + astToString(await openapiTS(JSON.stringify(spec), { silent: true, emptyObjectsUnknown: true }))
  );
}
