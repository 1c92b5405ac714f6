import { resolveRef, type Schema, type Spec } from "./spec.js";

/**
 * The contract for answers in the `unified` format only, without unknown fields. The contract itself accepts every
 * object: other formats have the same status, and a client must accept fields that an API adds.
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
