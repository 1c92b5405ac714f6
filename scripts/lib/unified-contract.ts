type Schema = { $ref?: string; type?: string; properties?: object };
type Contract = {
  components: { responses: { ContactDeleted: { content: Record<string, { schema: Schema }> } } };
};

/**
 * The contract of the `unified` format alone, without a field that it does not name. The contract itself can't
 * tell a wrong contact: `normalized` and `raw` share its status, and any object may be one of theirs; and
 * it lets an API add fields, as clients must.
 */
export function unifiedContract(json: string): string {
  const contract: Contract = JSON.parse(json, (_, value: Schema | null) =>
    value?.type === "object" && value.properties ? { additionalProperties: false, ...value } : value,
  );
  const schema = { $ref: "#/components/schemas/Contact" };
  contract.components.responses.ContactDeleted.content = { "application/json": { schema } };
  return JSON.stringify(contract);
}
