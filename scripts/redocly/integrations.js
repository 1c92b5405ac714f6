/** Makes Redocly compare the contract's extensions about integrations. */
export function withIntegrations(types) {
  return {
    ...types,
    Root: withProperties(types.Root, { "x-truto-integrations": "Integrations" }),
    Schema: withProperties(types.Schema, { "x-truto-supported-by": "SupportMarks" }),
    Integrations: { properties: {}, additionalProperties: { type: "string" } },
    SupportMarks: { properties: {}, additionalProperties: { type: "boolean" } },
  };
}

/** Turns each list of integrations into an object, as Redocly does not compare arrays in extensions. */
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
