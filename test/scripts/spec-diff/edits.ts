import type { Operation } from "rfc6902";

/** How a change is rated. */
export type Rating = "major" | "minor" | "patch";

/** A kind of edit of `part.yaml`, as a JSON Patch. */
export type SpecEdit = [rating: Rating, name: string, ...patch: Operation[]];

const remove = (path: string): Operation => ({ op: "remove", path });
const add = (path: string, value: unknown): Operation => ({ op: "add", path, value });
const move = (from: string, path: string): Operation => ({ op: "move", from, path });

const item = "/paths/~1MARK~1{id}";
const del = `${item}/delete`;
const post = `${item}/post`;
const body = `${post}/requestBody`;
const format = "/components/parameters/MARKFormat";
const deleted = "/components/responses/MARKDeleted";
const limit = "/components/headers/MARKLimit";
const schemas = "/components/schemas";
const thing = `${schemas}/MARKThing/properties`;
const draft = `${schemas}/MARKDraft/properties`;
const [id, account, , fields, key, page] = [0, 1, 2, 3, 4, 5].map((index) => `${del}/parameters/${index}`);
const text = { type: "string" };
const csv = { content: { "text/csv": { schema: text } } };
const done = { responses: { 200: { description: "Done." } } };
const refTo = (section: string, name: string) => `#/components/${section}/MARK${name}`;
const reason = { name: "reason", in: "query", schema: text };
const toLabel = [
  add(`${thing}/tags/items/$ref`, refTo("schemas", "Label")),
  add(`${thing}/owner/oneOf/0/$ref`, refTo("schemas", "Label")),
];

/**
 * Kinds of edit with the rating that oasdiff documents: an error or warning is major; what is safe is minor where
 * callers can use or notice it, and patch where only readers do. What the package exports as a type is major too.
 * @see https://github.com/oasdiff/oasdiff/blob/main/docs/BREAKING-CHANGES.md
 */
export const edits: SpecEdit[] = [
  ["major", "a path is removed", remove(item)],
  ["minor", "a path is added", add("/paths/~1MARK", { get: done })],
  [
    "major",
    "a path's parameter is renamed",
    move(item, "/paths/~1MARK~1{key}"),
    add("/paths/~1MARK~1{key}/delete/parameters/0/name", "key"),
  ],
  ["major", "an operation is removed", remove(post)],
  ["minor", "an operation is added", add(`${item}/get`, done)],
  ["minor", "an operation is deprecated", add(`${del}/deprecated`, true)],
  ["major", "an operationId is changed", add(`${del}/operationId`, "MARK-remove")],
  ["patch", "an operation's summary is changed", add(`${del}/summary`, "Delete it")],
  ["patch", "an operation's description is added", add(`${del}/description`, "It deletes.")],
  ["patch", "an operation's tags are changed", add(`${del}/tags`, ["Other things"])],
  ["patch", "an operation gets externalDocs", add(`${del}/externalDocs`, { url: "/docs" })],

  ["major", "a required parameter is added", add(`${del}/parameters/-`, { ...reason, required: true })],
  ["minor", "an optional parameter is added", add(`${del}/parameters/-`, reason)],
  ["major", "a parameter is removed", remove(`${page}`)],
  ["major", "a parameter is renamed", add(`${page}/name`, "pages")],
  ["major", "a parameter moves from the query to a header", add(`${page}/in`, "header")],
  ["major", "a parameter becomes required", add(`${page}/required`, true)],
  ["minor", "a parameter becomes optional", add(`${account}/required`, false)],
  ["minor", "a parameter is deprecated", add(`${page}/deprecated`, true)],
  ["major", "a parameter's style is changed", add(`${fields}/style`, "pipeDelimited")],
  ["major", "a parameter's explode is changed", add(`${fields}/explode`, false)],
  ["patch", "a parameter's description is changed", add(`${format}/description`, "Its format.")],
  ["patch", "a parameter gets an example", add(`${account}/example`, "MARK")],
  ["patch", "a parameter gets a mark", add(`${account}/x-truto-specific`, true)],
  ["major", "a parameter gets a default", add(`${page}/schema/default`, 1)],
  ["major", "a parameter's default is changed", add(`${format}/schema/default`, "raw")],
  ["major", "a parameter's default is removed", remove(`${format}/schema/default`)],
  ["minor", "a parameter's enum gains a value", add(`${format}/schema/enum/-`, "stream")],
  ["major", "a parameter's enum loses a value", remove(`${format}/schema/enum/1`)],
  ["major", "a parameter becomes an enum", add(`${key}/schema/enum`, ["a", "b"])],
  ["minor", "a parameter's format is dropped", remove(`${account}/schema/format`)],
  ["major", "a parameter gets a format", add(`${id}/schema/format`, "uuid")],
  ["major", "a parameter's type is changed", add(`${page}/schema/type`, "boolean")],
  ["minor", "a parameter's type is widened", add(`${page}/schema/type`, "number")],
  ["major", "a parameter's pattern is added", add(`${id}/schema/pattern`, "^[0-9]+$")],
  ["minor", "a parameter's pattern is removed", remove(`${key}/schema/pattern`)],
  ["major", "a parameter's maxLength is lowered", add(`${key}/schema/maxLength`, 32)],
  ["minor", "a parameter's maxLength is raised", add(`${key}/schema/maxLength`, 128)],
  ["major", "a parameter's minLength is raised", add(`${id}/schema/minLength`, 2)],
  ["major", "a parameter's minimum is raised", add(`${page}/schema/minimum`, 2)],
  ["minor", "a parameter's maxItems is removed", remove(`${fields}/schema/maxItems`)],

  ["major", "a required request body is added", add(`${del}/requestBody`, { ...csv, required: true })],
  ["minor", "an optional request body is added", add(`${del}/requestBody`, csv)],
  ["major", "a request body is removed", remove(body)],
  ["minor", "a request body becomes optional", add(`${body}/required`, false)],
  ["major", "a request's media type is removed", remove(`${body}/content/text~1csv`)],
  ["minor", "a request's media type is added", add(`${body}/content/text~1plain`, { schema: text })],
  ["major", "a request's property is removed", remove(`${draft}/note`)],
  ["major", "a request's property is renamed", move(`${draft}/note`, `${draft}/notes`)],
  ["minor", "a request's optional property is added", add(`${draft}/extra`, text)],
  [
    "major",
    "a request's required property is added",
    add(`${draft}/extra`, text),
    add(`${schemas}/MARKDraft/required/-`, "extra"),
  ],
  ["major", "a request's property becomes required", add(`${schemas}/MARKDraft/required/-`, "note")],
  ["minor", "a request's property becomes optional", add(`${schemas}/MARKDraft/required`, [])],
  ["minor", "the default of a request's property is changed", add(`${draft}/note/default`, "some")],
  ["minor", "the enum of a request's property gains a value", add(`${draft}/color/enum/-`, "blue")],
  ["major", "the enum of a request's property loses a value", remove(`${draft}/color/enum/1`)],
  ["major", "the maximum of a request's property is lowered", add(`${draft}/size/maximum`, 5)],
  ["minor", "the minimum of a request's property is removed", remove(`${draft}/size/minimum`)],
  ["minor", "the pattern of a request's property is removed", remove(`${draft}/code/pattern`)],
  ["minor", "a request's property becomes nullable", add(`${draft}/note/type`, ["string", "null"])],
  ["minor", "a request's oneOf gains a branch", add(`${draft}/choice/oneOf/-`, { type: "boolean" })],
  ["major", "a request's oneOf loses a branch", remove(`${draft}/choice/oneOf/1`)],
  ["major", "a request's property becomes read-only", add(`${draft}/note/readOnly`, true)],

  ["major", "a success is removed", remove(`${del}/responses/204`)],
  ["minor", "a success is added", add(`${del}/responses/202`, { description: "Later." })],
  ["minor", "an error is removed", remove(`${del}/responses/404`)],
  ["minor", "an error is added", add(`${del}/responses/409`, { description: "A conflict." })],
  ["major", "a response's media type is removed", remove(`${deleted}/content/text~1plain`)],
  ["minor", "a response's media type is added", add(`${deleted}/content/text~1csv`, { schema: text })],
  ["major", "a response's header is removed", remove(`${deleted}/headers/limit`)],
  ["minor", "a response's header is added", add(`${deleted}/headers/rest`, { schema: text })],
  ["major", "the type of a response's header is changed", add(`${limit}/schema/type`, "string")],
  ["patch", "a response's description is changed", add(`${deleted}/description`, "It is gone.")],
  ["patch", "a response's hint is changed", add(`${deleted}/x-truto-hint`, "Look again.")],
  ["patch", "a response gets an example", add(`${deleted}/content/text~1plain/examples/b`, {})],
  ["patch", "a response loses an example", remove(`${deleted}/content/text~1plain/examples/text`)],
  ["major", "a response's property is removed", remove(`${thing}/name`)],
  ["major", "a response's property is renamed", move(`${thing}/name`, `${thing}/names`)],
  ["minor", "a response's property is added", add(`${thing}/nickname`, text)],
  ["minor", "a response's property is deprecated", add(`${thing}/name/deprecated`, true)],
  ["major", "a response's property becomes optional", add(`${schemas}/MARKThing/required`, [])],
  ["minor", "a response's property becomes required", add(`${schemas}/MARKThing/required/-`, "name")],
  ["major", "a response's property becomes nullable", add(`${thing}/name/type`, ["string", "null"])],
  ["major", "a response's property becomes write-only", add(`${thing}/name/writeOnly`, true)],
  ["major", "the type of a response's property is changed", add(`${thing}/count/type`, "string")],
  ["major", "the format of a response's property is removed", remove(`${thing}/created_at/format`)],
  ["major", "the enum of a response's property gains a value", add(`${thing}/kind/enum/-`, "c")],
  ["minor", "the enum of a response's property loses a value", remove(`${thing}/kind/enum/1`)],
  ["major", "the maxLength of a response's property is raised", add(`${thing}/name/maxLength`, 90)],
  ["major", "the minItems of a response's property is removed", remove(`${thing}/tags/minItems`)],
  ["major", "the minimum of a response's property is lowered", add(`${thing}/count/minimum`, 0)],
  ["major", "a response's oneOf gains a branch", add(`${thing}/owner/oneOf/-`, { type: "integer" })],
  ["patch", "the description of a response's property is changed", add(`${thing}/id/description`, "Its id.")],

  [
    "major",
    "a schema is removed",
    remove(`${schemas}/MARKTag`),
    add(`${thing}/tags/items`, text),
    add(`${thing}/owner`, text),
  ],
  ["major", "a schema is renamed", move(`${schemas}/MARKTag`, `${schemas}/MARKLabel`), ...toLabel],
  [
    "major",
    "a schema gets a name that is much the same",
    move(`${schemas}/MARKFailure`, `${schemas}/MARKFailures`),
    add(`${del}/responses/404/content/application~1json/schema/$ref`, refTo("schemas", "Failures")),
    add(`${del}/responses/default/content/application~1json/schema/$ref`, refTo("schemas", "Failures")),
  ],
  ["minor", "a schema is added", add(`${schemas}/MARKOther`, text)],
  [
    "major",
    "a parameter's component is renamed",
    move(format, `${format}s`),
    add(`${del}/parameters/2/$ref`, refTo("parameters", "Formats")),
  ],
  [
    "major",
    "a response's component is renamed",
    move(deleted, `${deleted}s`),
    add(`${del}/responses/200/$ref`, refTo("responses", "Deleteds")),
  ],
  [
    "major",
    "a header's component is renamed",
    move(limit, `${limit}s`),
    add(`${deleted}/headers/limit/$ref`, refTo("headers", "Limits")),
  ],

  ["minor", "a support mark is removed", remove(`${thing}/id/x-truto-supported-by/1`)],
  ["minor", "a support mark is added", add(`${thing}/id/x-truto-supported-by/-`, "third-crm")],
  ["minor", "a field's first support mark is added", add(`${thing}/name/x-truto-supported-by`, ["MARK-crm"])],
  [
    "major",
    "an integration is removed together with its marks",
    remove("/x-truto-integrations/MARK-crm"),
    remove(`${thing}/id/x-truto-supported-by/0`),
  ],
  ["minor", "an integration is added", add("/x-truto-integrations/MARK-other", "Another CRM")],
  ["patch", "an integration's name is changed", add("/x-truto-integrations/MARK-crm", "A better CRM")],
  ["major", "a server is removed", remove("/servers/0")],
];
