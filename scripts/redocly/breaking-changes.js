import { marksAsKeys, withIntegrations } from "./integrations.js";
import { oneSpelling } from "./one-spelling.js";

/**
 * Rates the changes that `diff-recommended` rates differently from oasdiff, and those of this contract's own extensions.
 * @see https://redocly.com/docs/cli/commands/diff
 * @see https://github.com/oasdiff/oasdiff/blob/main/docs/BREAKING-CHANGES.md
 */
export default function breakingChanges() {
  return {
    id: "contract",
    typeExtension: { oas3: withIntegrations },
    decorators: { oas3: { "marks-as-keys": marksAsKeys, "one-spelling": oneSpelling } },
    diff: { oas3: rules },
  };
}

const documents = /^(Example|Info|License|Contact|Logo|ExternalDocs|Tag|XCode|Link)/;
const texts = new Set(["description", "summary", "title", "example", "examples", "externalDocs", "tags"]);

const rules = {
  // The package exports `components`, so the name of each is part of its types.
  "component-removed": rule(
    ({ isGone, parent }) => isGone && parent?.startsWith("Named"),
    ({ key }) => `Component \`${key}\` was removed or renamed.`,
  ),
  // The package exports `paths`, so the names of a path's parameters are part of its types.
  "path-renamed": rule(
    ({ type, property }) => type === "PathItem" && property === "key",
    ({ before, after }) => `Path \`${before}\` became \`${after}\`.`,
  ),
  // Replaces `response-removed`, which also reports errors that are no longer documented.
  "success-removed": rule(
    ({ type, parent, key, isGone }) =>
      type === "Response" && parent === "Responses" && isGone && String(key).startsWith("2"),
    ({ key }) => `Success ${key} was removed.`,
  ),
  // A caller who leaves the parameter out gets another response than before.
  "parameter-default": rule(
    ({ type, parent, property }) => type === "Schema" && parent === "Parameter" && property === "default",
    ({ before, after }) => `The default went from '${before}' to '${after}'.`,
  ),
  // Redocly rates this only if the schema allows no other properties. But the code of a typed caller no longer compiles.
  "request-property-removed": rule(
    ({ type, parent, isGone, inRequest }) =>
      inRequest &&
      isGone &&
      (parent === "SchemaProperties" || (type === "SchemaProperties" && parent === "Schema")),
    ({ key }) => `\`${key}\` is no longer taken in requests.`,
  ),
  // Redocly knows a body that becomes required, but not one that is new.
  "request-body-demanded": rule(
    ({ type, kind, after }) => type === "RequestBody" && kind === "added" && after.required,
    () => "A request body became required.",
  ),
  // A field with writeOnly is in no response, and one with readOnly in no request.
  "direction-lost": rule(
    ({ type, property, after }) => type === "Schema" && /^(read|write)Only$/.test(property) && after === true,
    ({ property }) => `The field is no longer in ${property === "readOnly" ? "requests" : "responses"}.`,
  ),
  // A value that had a type may be anything.
  "schema-removed": rule(
    ({ type, parent, kind }) =>
      type === "Schema" && kind === "removed" && ["MediaType", "Header", "Parameter"].includes(parent),
    ({ parent }) => `The ${parent} has no schema any longer.`,
  ),
  "request-schema-added": rule(
    ({ type, parent, kind, inRequest }) =>
      type === "Schema" && parent === "MediaType" && kind === "added" && inRequest,
    () => "A request that passed may not pass the new schema.",
  ),
  "encoding-changed": rule(
    ({ type, property }) => type?.startsWith("Encoding") || /^content(Encoding|MediaType)$/.test(property),
    () => "The same value is written in another way.",
  ),
  "tuple-changed": rule(
    ({ key, parentKey, kind }) => [key, parentKey].includes("prefixItems") && kind !== "modified",
    () => "The elements of the array changed.",
  ),
  "servers-replaced": rule(
    ({ type, parent, kind }) =>
      (type === "ServerList" && parent !== "Root" && kind !== "modified") ||
      (type === "ServerVariable" && kind === "modified"),
    () => "Requests go to another server.",
  ),
  "object-closed": rule(
    ({ property, after }) => /^(additional|unevaluated)Properties$/.test(property) && after === false,
    () => "No other properties are allowed any longer.",
  ),
  "pattern-properties-changed": rule(
    ({ type, kind, inRequest }) => type === "PatternProperties" && kind === (inRequest ? "added" : "removed"),
    () => "The type of properties by their pattern changed.",
  ),
  "discriminator-changed": rule(
    ({ type, kind }) => type?.startsWith("Discriminator") && kind !== "added",
    () => "Another property tells the branches apart.",
  ),
  "header-optional": rule(
    ({ type, property, before }) => type === "Header" && property === "required" && before === true,
    ({ key }) => `Header \`${key}\` may be missing.`,
  ),
  // The package exports the integrations' slugs as a type.
  "integration-removed": rule(
    ({ type, kind, after }) =>
      type === "Integrations" && (kind === "removed" || (kind === "modified" && after === undefined)),
    ({ property = "all of them" }) => `Integration \`${property}\` was removed.`,
  ),
  // Compatible changes that callers can see: a widened request, a deprecation, a mark.
  "not-breaking": rule(
    (change) => !isDocumentation(change),
    () => "Callers can notice this.",
  ),
  // Changes for readers only, which Redocly rates as additions.
  documentation: rule(
    (change) => change.kind === "added" && isDocumentation(change),
    () => "Only readers see this.",
  ),
};

/** A rule that reports each change which passes its test. */
function rule(isMeant, messageOf) {
  return () => ({
    any(found, { report, getDirections }) {
      const change = { ...describe(found), inRequest: getDirections().includes("request") };
      if (isMeant(change)) report({ message: messageOf(change) });
    },
  });
}

function describe({ kind, property, node, base, revision }) {
  const [own, above] = [node, node.parent].map((place) => place?.base ?? place?.revision);
  return {
    kind,
    property,
    key: own.key,
    type: own.type.name,
    parent: above?.type.name,
    parentKey: above?.key,
    before: base?.value,
    after: revision?.value,
    // A change of the key is a rename: Redocly detects it by similar names.
    isGone: kind === "removed" || (kind === "modified" && property === "key"),
  };
}

function isDocumentation({ kind, type, property, before, after }) {
  if (documents.test(type)) return true;
  if (kind !== "modified") return false;
  if (type === "Integrations") return before !== undefined && after !== undefined;
  return property.startsWith("x-") || texts.has(property);
}
