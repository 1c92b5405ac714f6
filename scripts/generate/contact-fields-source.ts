import { resolveRef, type Schema, type Spec } from "../lib/spec.js";

/** Every field under a schema by its dotted path, in the spec's order; an array's path ends in `[]`. */
function fieldsOf(spec: Spec, schema: Schema, prefix = ""): [path: string, supportedBy: string[]][] {
  const { properties, items } = resolveRef(spec, schema);
  if (typeof items === "object") return fieldsOf(spec, items, `${prefix.slice(0, -1)}[].`);
  return Object.entries<Schema>(properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    return [[path, property["x-truto-supported-by"] ?? []], ...fieldsOf(spec, property, `${path}.`)];
  });
}

/** The table of the contact's fields and of the integrations that support each. */
export function contactFieldsSource(spec: Spec): string {
  const rows = (entries: [string, unknown][]) =>
    entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join("");
  return `/** Every field of a unified contact, with the integrations that support it; empty if Truto names none. */
export const contactFields = {
${rows(fieldsOf(spec, { $ref: "#/components/schemas/Contact" }))}} as const;

/** The name of every integration, by the slug that \`contactFields\` uses. */
export const integrations = {
${rows(Object.entries(spec["x-truto-integrations"] ?? {}))}} as const;
`;
}
