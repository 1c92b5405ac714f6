import { createRequire } from "node:module";
import { stringify } from "yaml";
import { UserError } from "./script.js";
import type { Spec } from "./spec.js";

const { bundle, createConfig }: typeof import("@redocly/openapi-core") = createRequire(import.meta.url)(
  "@redocly/openapi-core",
);

/** Joins a multi-file spec into one document whose references are all internal. @throws when one can't be resolved. */
export async function bundleSpec(file: string): Promise<Spec> {
  const { bundle: document, problems } = await bundle({ ref: file, config: await createConfig({}) });
  if (problems.length > 0) throw new UserError(problems.map(({ message }) => message).join(" "));
  return document.parsed;
}

/** One document, as the package ships it. */
export type ShippedSpec = {
  /** The text of `openapi.yaml`. */
  yaml: string;
  /** The text of `openapi.json`. */
  json: string;
};

/** Bundles a spec for the package: without the samples, for which a mock or a generator has no use. */
export async function shippedSpec(file: string): Promise<ShippedSpec> {
  const json = JSON.stringify(await bundleSpec(file), (key, value) =>
    key === "x-codeSamples" ? undefined : value,
  );
  // Each paragraph keeps its lines, for a reader.
  return { yaml: stringify(JSON.parse(json), { lineWidth: 0 }), json };
}
