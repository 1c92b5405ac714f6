/** Lets Redocly compare what the contract says of integrations, in extensions of its own. */
export function withIntegrations(types) {
  return {
    ...types,
    Root: withProperties(types.Root, { "x-truto-integrations": "Integrations" }),
    Schema: withProperties(types.Schema, { "x-truto-supported-by": "SupportMarks" }),
    Integrations: { properties: {}, additionalProperties: { type: "string" } },
    SupportMarks: { properties: {}, additionalProperties: { type: "boolean" } },
  };
}

/** Makes each mark a key: of an array in an extension, Redocly compares nothing. */
export function marksAsKeys() {
  return {
    Schema: {
      leave(schema) {
        const slugs = schema["x-truto-supported-by"];
        if (slugs) schema["x-truto-supported-by"] = Object.fromEntries(slugs.map((slug) => [slug, true]));
      },
    },
  };
}

function withProperties(type, properties) {
  return { ...type, properties: { ...type.properties, ...properties } };
}
