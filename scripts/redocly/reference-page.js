/**
 * Adds badges: to each field the names of the integrations that support it and the field that it refers to, and to each
 * parameter of Truto's own the words "Truto-specific", as on Truto's pages.
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

/** Turns the only tag into a heading over its operations. As a group it would hide them behind one more click. */
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

/** Explains before the first guide how to get the client and the contract. */
export function firstSteps() {
  return {
    Info: {
      leave(info) {
        info.description = info.description.replace(/^(?=## )/m, steps);
      },
    },
  };
}

/** Adds to each operation's text its security, which Redoc shows in a dialog only, and its link to more, which Redoc drops. */
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
