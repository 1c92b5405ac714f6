import { createRequire } from "node:module";

const { bundle, createConfig, stringifyYaml }: typeof import("@redocly/openapi-core") = createRequire(
  import.meta.url,
)("@redocly/openapi-core");

/** One document, as the package ships it. */
export type BundledSpec = {
  /** The text of `openapi.yaml`. */
  yaml: string;
  /** The text of `openapi.json`. */
  json: string;
};

/** Joins a multi-file spec into one document whose references are all internal. @throws when one can't be resolved. */
export async function bundleSpec(file: string): Promise<BundledSpec> {
  const { bundle: document, problems } = await bundle({ ref: file, config: await createConfig({}) });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join(" "));
  // The samples are for the reference page; a mock or a generator has no use for them.
  const parsed = JSON.parse(
    JSON.stringify(document.parsed, (key, value) => (key === "x-codeSamples" ? undefined : value)),
  );
  return { yaml: stringifyYaml(parsed), json: JSON.stringify(parsed) };
}
