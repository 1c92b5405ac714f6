/**
 * Marks each field with the integrations that support it, by the names that the root gives them, and what it refers to;
 * and the parameters that are Truto's own, as its pages group them.
 */
export function marks() {
  let names = {};
  return {
    Root: {
      enter(root) {
        names = root["x-truto-integrations"] ?? {};
      },
    },
    Schema: {
      leave(schema) {
        const slugs = schema["x-truto-supported-by"];
        const target = schema["x-truto-references"];
        const badges = [
          ...(target ? [{ name: `References ${target.resource} → ${target.field}`, color: "blue" }] : []),
          ...(slugs
            ? [{ name: `Supported by ${slugs.map((slug) => names[slug]).join(", ")}`, color: "green" }]
            : []),
        ];
        if (badges.length > 0) schema["x-badges"] = badges;
      },
    },
    Parameter: {
      leave(parameter) {
        if (!parameter["x-truto-specific"]) return;
        parameter.schema["x-badges"] = [{ name: "Truto-specific", color: "blue" }];
      },
    },
  };
}

/** Makes a sole tag a heading over its operations: as a group, it would hide them all behind one more click. */
export function soleTagAsHeading() {
  let sole;
  return {
    Root: {
      enter(root) {
        if (root.tags?.length !== 1) return;
        [sole] = root.tags;
        delete root.tags;
        // Redoc keeps the operations that have no tag under the empty name.
        root["x-tagGroups"] = [{ name: sole.name, tags: [""] }];
      },
    },
    Operation: {
      leave(operation) {
        if (sole !== undefined) delete operation.tags;
      },
    },
  };
}

/** The introduction before the guides. The contract's file is in the page's folder. */
const steps = `Install the typed client for TypeScript and JavaScript:

\`\`\`sh
npm install truto-crm-client
\`\`\`

The contract behind this page is one file, [openapi.yaml](openapi.yaml).

`;

/** Says before the first guide how to get the client and the contract. */
export function firstSteps() {
  return {
    Info: {
      leave(info) {
        info.description = info.description.replace(/^(?=## )/m, steps);
      },
    },
  };
}

/** Says in each operation what Redoc keeps in a dialog, what its security asks for, and what it drops, a link to more. */
export function operationWords() {
  let document = {};
  return {
    Root: {
      enter(root) {
        document = root;
      },
    },
    Operation: {
      leave(operation) {
        const names = (operation.security ?? document.security ?? []).flatMap(Object.keys);
        const { securitySchemes } = document.components;
        const security = [...new Set(names)].map(
          (name) => `\`${name}\`: ${securitySchemes[name].description}`,
        );
        const { description, url } = operation.externalDocs ?? {};
        const link = url === undefined ? [] : [`[${description}](${url})`];
        operation.description = [operation.description, ...security, ...link].join("\n\n");
      },
    },
  };
}
