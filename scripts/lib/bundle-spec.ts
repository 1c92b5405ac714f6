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
  // Warnings are about two components with one name. Redocly renames one of them.
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UserError(errors.map(({ message }) => message).join(" "));
  return document.parsed;
}

/** One document, as the package ships it. */
export type ShippedSpec = {
  /** The text of `openapi.yaml`. */
  yaml: string;
  /** The text of `openapi.json`. */
  json: string;
  /** The text of `prism.yaml`, which lies beside `openapi.yaml` and refers to it. */
  prism: string;
};

/** Bundles a spec for the package, without the code samples, which mocks and generators do not use. */
export async function shippedSpec(file: string): Promise<ShippedSpec> {
  const json = JSON.stringify(await bundleSpec(file), (key, value) =>
    key === "x-codeSamples" ? undefined : value,
  );
  // Without a line width, as the writer would fold paragraphs.
  const write = (document: unknown) => stringify(document, { lineWidth: 0 });
  return { yaml: write(JSON.parse(json)), json, prism: write(prismSpec(json)) };
}

/**
 * The contract for plain Prism. It answers an invalid request with Truto's 400: Prism prefers a 422, so the 422 becomes
 * `default` here, which Prism uses only when a client asks for 422.
 */
function prismSpec(json: string): unknown {
  const { openapi, info, servers, security, paths, components } = JSON.parse(json, (key, value) => {
    if (key === "$ref") return `openapi.yaml${value}`;
    if (key !== "responses" || value[422] === undefined) return value;
    const { 422: unprocessable, ...others } = value;
    return { ...others, default: unprocessable };
  });
  const { securitySchemes } = components;
  const { title, version } = info;
  return { openapi, info: { title, version }, servers, security, paths, components: { securitySchemes } };
}
