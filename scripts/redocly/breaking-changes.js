/** Breaking changes that `diff-recommended` rates as patch or minor. @see https://redocly.com/docs/cli/commands/diff */
export default function breakingChanges() {
  return {
    id: "contract",
    diff: {
      oas3: {
        "default-changed": defaultChanged,
        "component-removed": componentRemoved,
        "path-renamed": pathRenamed,
        "request-body-demanded": requestBodyDemanded,
        "direction-lost": directionLost,
      },
    },
  };
}

/** A caller who leaves the parameter out gets another answer than before. */
function defaultChanged() {
  return {
    Schema({ kind, property, base, revision }, { report, getDirections }) {
      if (kind !== "modified" || property !== "default" || base.value === undefined) return;
      if (!getDirections().includes("request")) return;
      const now = revision.value === undefined ? "was removed" : `became '${revision.value}'`;
      report({ message: `The default '${base.value}' ${now}.` });
    },
  };
}

/** The package exports `components`, so a schema's name is part of its types. */
function componentRemoved() {
  return {
    NamedSchemas: {
      Schema({ kind, node }, { report }) {
        const { key } = node.base ?? node.revision;
        if (kind === "removed") report({ message: `Schema \`${key}\` was removed or renamed.` });
      },
    },
  };
}

/** The package exports `paths`, so a path's parameter names are part of its types. */
function pathRenamed() {
  return {
    PathItem({ kind, property, base, revision }, { report }) {
      if (kind !== "modified" || property !== "key") return;
      report({ message: `Path \`${base.value}\` became \`${revision.value}\`.` });
    },
  };
}

/** The other tool knows a body that becomes required, but not one that is new. */
function requestBodyDemanded() {
  return {
    RequestBody({ kind, revision }, { report }) {
      if (kind === "added" && revision.value.required) report({ message: "A request body became required." });
    },
  };
}

/** A field that is only written is in no answer, and one that is only read is in no request. */
function directionLost() {
  return {
    Schema({ kind, property, revision }, { report }) {
      if (kind !== "modified" || revision.value !== true) return;
      if (property === "writeOnly") report({ message: "The field is no longer in responses." });
      if (property === "readOnly") report({ message: "The field is no longer accepted in requests." });
    },
  };
}
