import { UserError } from "../lib/script.js";
import { contactFieldsSource } from "./contact-fields-source.js";
import { lintSpec } from "./lint-spec.js";
import { operationsSource } from "./operations-source.js";

/** The text of each generated file, by its name. @throws with file and line when the spec does not parse or lint. */
export async function renderGenerated(specFile: string): Promise<Record<string, string>> {
  // Side by side because each takes most of a second, the second one to load the compiler.
  const [problems, { bundleSpec }, { schemaSource }] = await Promise.all([
    lintSpec(specFile),
    import("../lib/bundle-spec.js"),
    import("./schema-source.js"),
  ]);
  const [first, ...others] = problems;
  if (first !== undefined) {
    const more = others.length > 0 ? ` (and ${others.length} more: npm run lint)` : "";
    throw new UserError(`${first.file}:${first.line}: ${first.message}${more}`);
  }
  const spec = await bundleSpec(specFile);
  return {
    "schema.ts": await schemaSource(spec),
    "contact-fields.ts": contactFieldsSource(spec),
    "operations.ts": operationsSource(spec),
  };
}
