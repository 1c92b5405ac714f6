/**
 * Rates what `diff-recommended` rates otherwise than oasdiff, and what only this contract has.
 * @see https://redocly.com/docs/cli/commands/diff
 * @see https://github.com/oasdiff/oasdiff/blob/main/docs/BREAKING-CHANGES.md
 */
export default function breakingChanges() {
  return {
    id: "contract",
    typeExtension: { oas3: withIntegrations },
    decorators: { oas3: { "marks-as-keys": marksAsKeys } },
    diff: {
      oas3: {
        "component-removed": componentRemoved,
        "path-renamed": pathRenamed,
        "success-removed": successRemoved,
        "parameter-default": parameterDefault,
        "request-property-removed": requestPropertyRemoved,
        "request-body-demanded": requestBodyDemanded,
        "direction-lost": directionLost,
        "integration-removed": integrationRemoved,
        "not-breaking": notBreaking,
        documentation,
      },
    },
  };
}

/** Lets Redocly compare what the contract says of integrations, in extensions of its own. */
function withIntegrations(types) {
  return {
    ...types,
    Root: withProperties(types.Root, { "x-truto-integrations": "Integrations" }),
    Schema: withProperties(types.Schema, { "x-truto-supported-by": "SupportMarks" }),
    Integrations: { properties: {}, additionalProperties: { type: "string" } },
    SupportMarks: { properties: {}, additionalProperties: { type: "boolean" } },
  };
}

/** Makes each mark a key: of an array in an extension, Redocly compares nothing. */
function marksAsKeys() {
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

/** A change of its key tells of a rename, which Redocly sees where two names are alike. */
function isGone({ kind, property }) {
  return kind === "removed" || (kind === "modified" && property === "key");
}

function keyOf(node) {
  return (node.base ?? node.revision).key;
}

function typeOf(node) {
  return (node?.revision ?? node?.base)?.type.name;
}

/** The package exports `components`, so the name of each is part of its types. */
function componentRemoved() {
  return {
    any(change, { report }) {
      const { node } = change;
      if (!isGone(change) || !typeOf(node.parent)?.startsWith("Named")) return;
      report({ message: `Component \`${keyOf(node)}\` was removed or renamed.` });
    },
  };
}

/** The package exports `paths`, so the names of a path's parameters are part of its types. */
function pathRenamed() {
  return {
    PathItem({ kind, property, base, revision }, { report }) {
      if (kind !== "modified" || property !== "key") return;
      report({ message: `Path \`${base.value}\` became \`${revision.value}\`.` });
    },
  };
}

/** Stands for `response-removed`, which takes an error that is documented no longer for as bad. */
function successRemoved() {
  return {
    Responses: {
      Response(change, { report }) {
        const code = String(keyOf(change.node));
        if (isGone(change) && code.startsWith("2")) report({ message: `Success ${code} was removed.` });
      },
    },
  };
}

/** A caller who leaves the parameter out gets another response than before. */
function parameterDefault() {
  return {
    Parameter: {
      Schema({ kind, property, base, revision }, { report }) {
        if (kind !== "modified" || property !== "default") return;
        report({ message: `The default went from '${base.value}' to '${revision.value}'.` });
      },
    },
  };
}

/** Redocly rates this only where the schema allows no other properties, but a typed caller compiles no longer. */
function requestPropertyRemoved() {
  return {
    SchemaProperties: {
      Schema(change, { report, getDirections }) {
        if (!isGone(change) || !getDirections().includes("request")) return;
        report({ message: `Property \`${keyOf(change.node)}\` is no longer taken in requests.` });
      },
    },
    Schema: {
      SchemaProperties({ kind }, { report, getDirections }) {
        if (kind !== "removed" || !getDirections().includes("request")) return;
        report({ message: "No property is taken in requests any longer." });
      },
    },
  };
}

/** Redocly knows a body that becomes required, but not one that is new. */
function requestBodyDemanded() {
  return {
    RequestBody({ kind, revision }, { report }) {
      if (kind === "added" && revision.value.required) report({ message: "A request body became required." });
    },
  };
}

/** A field that is only written is in no response, and one that is only read is in no request. */
function directionLost() {
  return {
    Schema({ kind, property, revision }, { report }) {
      if (kind !== "modified" || revision.value !== true) return;
      if (property === "writeOnly") report({ message: "The field is no longer in responses." });
      if (property === "readOnly") report({ message: "The field is no longer accepted in requests." });
    },
  };
}

/** The package exports the integrations' slugs as a type. */
function integrationRemoved() {
  return {
    Integrations({ kind, property, base, revision }, { report }) {
      if (kind === "removed") report({ message: "All integrations were removed." });
      if (kind !== "modified" || revision.value !== undefined) return;
      report({ message: `Integration \`${property}\` (${base.value}) was removed.` });
    },
  };
}

const texts = new Set(["description", "summary", "title", "example", "examples", "externalDocs", "tags"]);
const documents = /^(Example|Info|License|Contact|Logo|ExternalDocs|Tag|XCode|Link)/;

function isDocumentation({ kind, node, property, base, revision }) {
  if (documents.test(typeOf(node))) return true;
  if (kind !== "modified") return false;
  if (typeOf(node) === "Integrations") return base.value !== undefined && revision.value !== undefined;
  return property.startsWith("x-") || texts.has(property);
}

/** What callers may use or hear of, while nothing they do breaks: a widened request, a deprecation, a mark. */
function notBreaking() {
  return {
    any(change, { report }) {
      if (!isDocumentation(change)) report({ message: "Callers can notice this." });
    },
  };
}

/** What only readers see, which Redocly takes for an addition like any other. */
function documentation() {
  return {
    any(change, { report }) {
      if (change.kind === "added" && isDocumentation(change)) report({ message: "Only readers see this." });
    },
  };
}
