/**
 * Refuses a property without a description.
 * @see https://redocly.com/docs/cli/custom-plugins/custom-rules
 */
export function propertyDescription() {
  return {
    SchemaProperties(properties, { report, resolve, location }) {
      for (const [name, property] of Object.entries(properties)) {
        if (property.description || resolve(property).node?.description) continue;
        report({ message: `Property \`${name}\` has no description.`, location: location.child(name) });
      }
    },
  };
}

/** Refuses an integration that the root's `x-truto-integrations` does not name. */
export function knownIntegration() {
  let names = {};
  return {
    Root(root) {
      names = root["x-truto-integrations"] ?? {};
    },
    Schema(schema, { report, location }) {
      for (const [index, slug] of (schema["x-truto-supported-by"] ?? []).entries()) {
        if (Object.hasOwn(names, slug)) continue;
        report({
          message: `Integration \`${slug}\` is not named by \`x-truto-integrations\` at the root.`,
          location: location.child(["x-truto-supported-by", index]),
        });
      }
    },
  };
}

/** Refuses a response body without an example, except plain bytes. */
export function responseExample() {
  return {
    Response(response, { report, location }) {
      for (const [type, media] of Object.entries(response.content ?? {})) {
        const shown = media.example !== undefined || Object.keys(media.examples ?? {}).length > 0;
        if (shown || type === "application/octet-stream") continue;
        report({
          message: `The response has no example of its \`${type}\` body.`,
          location: location.child(["content", type]),
        });
      }
    },
  };
}

/** Refuses an operation without the keys that the generated code and the reference page need. */
export function documentedOperation() {
  return {
    Operation(operation, { report, location }) {
      for (const key of ["operationId", "tags", "summary", "x-codeSamples"]) {
        if (operation[key]?.length > 0) continue;
        report({ message: `The operation has no \`${key}\`.`, location: location.key() });
      }
    },
  };
}
