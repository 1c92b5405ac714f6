import { resolveRef, type Schema, type Spec } from "./spec.js";

/**
 * The contract of the `unified` format alone, without a field that it does not name. The contract itself can't
 * tell a wrong record: other formats share its status, and any object may be one of theirs; and it lets an API
 * add fields, as clients must.
 * @param json the contract, bundled
 */
export function unifiedContract(json: string): string {
  const spec: Spec = JSON.parse(json);
  const namesFields = (schema: Schema) => resolveRef(spec, schema).properties !== undefined;
  return JSON.stringify(JSON.parse(json), (_, value) => {
    if (value?.["application/json"]) return { "application/json": value["application/json"] };
    if (value?.type === "object" && value.properties) return { additionalProperties: false, ...value };
    return value?.anyOf?.find(namesFields) ?? value;
  });
}
