import { createRequire } from "node:module";
import type { Spec } from "../lib/spec.js";

// Loaded with `require`, as an import of the compiler through tsx takes more than a second longer.
const { default: openapiTS, astToString }: typeof import("openapi-typescript") = createRequire(
  import.meta.url,
)("openapi-typescript");

/** The TypeScript types of every path, operation and component. */
export async function schemaSource(spec: Spec): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(spec), { silent: true, emptyObjectsUnknown: true }));
}
