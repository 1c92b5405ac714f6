/** Says of each field which integrations support it, by the names that the root gives them. */
export function supportedBy() {
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
        if (slugs === undefined) return;
        const list = slugs.map((slug) => names[slug]).join(", ");
        schema["x-badges"] = [{ name: `Supported by ${list}`, color: "green" }];
      },
    },
  };
}

/** Leaves out a sole tag: a group of its own would hide every operation behind one more click. */
export function noSoleTag() {
  let sole = false;
  return {
    Root: {
      enter(root) {
        sole = root.tags?.length === 1;
        if (sole) delete root.tags;
      },
    },
    Operation: {
      leave(operation) {
        if (sole) delete operation.tags;
      },
    },
  };
}
