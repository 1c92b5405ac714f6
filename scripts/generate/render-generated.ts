import { UserError } from "../lib/script.js";
import { contactFieldsSource } from "./contact-fields-source.js";
import { isOwnContract, lintSpec } from "./lint-spec.js";
import { operationsSource } from "./operations-source.js";

const header = "// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.\n\n";

/** The text of each generated file, by its name. @throws with file and line when the spec does not parse or lint. */
export async function renderGenerated(specFile: string): Promise<Record<string, string>> {
  // At the same time, as each takes most of a second: the linter, and loading the compiler.
  const [problems, { bundleSpec }, { schemaSource }] = await Promise.all([
    lintSpec(specFile),
    import("../lib/bundle-spec.js"),
    import("./schema-source.js"),
  ]);
  const [first, ...others] = problems;
  if (first !== undefined) {
    const command = isOwnContract(specFile) ? ": npm run lint" : "";
    const more = others.length > 0 ? ` (and ${others.length} more${command})` : "";
    throw new UserError(`${first.file}:${first.line}: ${first.message}${more}`);
  }
  const spec = await bundleSpec(specFile);
  const files: Record<string, string> = { "schema.ts": await schemaSource(spec) };
  // Another API gets types only, as it has neither marks of support nor hints.
  if (spec["x-truto-integrations"] !== undefined) {
    if (spec.components?.schemas?.Contact) files["contact-fields.ts"] = contactFieldsSource(spec);
    files["operations.ts"] = operationsSource(spec);
  }
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, header + text]));
}
