import { describe, expect, it } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import { createTestClient, deleteContact, failureOf, parsed } from "../support/client.js";
import { type Answer, startServer } from "../support/server.js";

const bytes = Uint8Array.of(0, 0xff, 0xfe, 0x80, 10);

/** An answer with a content type, or with none for `undefined`. */
function typed(type: string | undefined, body: string | Uint8Array): Answer {
  return { headers: type === undefined ? {} : { "content-type": type }, body };
}

describe.each(["unified", "normalized"] as const)("the format %s", (truto_response_format) => {
  const query = { truto_response_format };

  it("returns the object of the body", async () => {
    const contact = { id: "23423523", name: "Zoë", custom_fields: { a: [1, null] } };
    await using server = await startServer({ json: contact });
    expect(await deleteContact(server, { query })).toEqual(contact);
  });

  it.each<[string, Answer]>([
    ["a 204", { status: 204 }],
    ["an empty 200", {}],
    ["an empty 200 that calls itself JSON", typed("application/json", "")],
  ])("returns only the id after %s", async (_, answer) => {
    await using server = await startServer(answer);
    expect(await deleteContact(server, { query })).toEqual({ id: "23423523" });
  });

  it("reads JSON with any content type", async () => {
    await using server = await startServer(typed("text/html", '{"id":"1"}'));
    expect(await deleteContact(server, { query })).toEqual({ id: "1" });
  });

  it.each<[string, string, string]>([
    ["HTML", "<html>ok</html>", "200 OK: the body is a page, so that something else than Truto responded"],
    ["JSON that is cut off", '{"id":', "200 OK: the body is not JSON"],
    ["a JSON array", '[{"id":"1"}]', "200 OK: the body is not a JSON object"],
    ["JSON null", "null", "200 OK: the body is not a JSON object"],
    ["JSON false", "false", "200 OK: the body is not a JSON object"],
  ])("rejects with an error that may have been applied when the body is %s", async (_, body, message) => {
    await using server = await startServer(typed("application/json", body));
    const error = await failureOf(TrutoApiError, deleteContact(server, { query }));
    expect(error).toMatchObject({ status: 200, body: parsed(body), mayHaveBeenApplied: true, attempts: 1 });
    expect(error.message).toBe(`DELETE /unified/crm/contacts/{id}: ${message} (it may have been applied)`);
    expect(server.requests).toHaveLength(1);
  });
});

describe("the format raw", () => {
  const query = { truto_response_format: "raw" } as const;

  it.each<[string, Answer, unknown]>([
    ["JSON", typed("application/json", '{"a":[1]}'), { a: [1] }],
    ["JSON with a charset", typed("application/json; charset=utf-8", '"é"'), "é"],
    ["a kind of JSON", typed("application/vnd.crm+json", "[1]"), [1]],
    ["JSON false", typed("application/json", "false"), false],
    ["JSON null", typed("application/json", "null"), null],
    ["JSON zero", typed("application/json", "0"), 0],
    ["JSON of an empty text", typed("application/json", '""'), ""],
    ["plain text", typed("text/plain", "Contact 1 deleted"), "Contact 1 deleted"],
    ["text that looks like JSON", typed("text/plain", "1"), "1"],
    ["HTML", typed("text/html; charset=utf-8", "<p>é</p>"), "<p>é</p>"],
    ["XML", typed("application/xml", "<ok/>"), "<ok/>"],
    ["a kind of XML", typed("application/soap+xml", "<ok/>"), "<ok/>"],
    ["a form", typed("application/x-www-form-urlencoded", "ok=1"), "ok=1"],
    ["bytes", typed("application/octet-stream", bytes), bytes],
    ["an image", typed("image/png", bytes), bytes],
    ["a body without a type", typed(undefined, bytes), bytes],
  ])("returns %s as it is", async (_, answer, expected) => {
    await using server = await startServer(answer);
    expect(await deleteContact(server, { query })).toStrictEqual(expected);
  });

  it.each<[string, Answer]>([
    ["a 204", { status: 204 }],
    ["an empty body without a type", {}],
    ["empty JSON", typed("application/json", "")],
    ["an empty text", typed("text/plain", "")],
    ["no bytes", typed("application/octet-stream", "")],
  ])("returns undefined after %s", async (_, answer) => {
    await using server = await startServer(answer);
    expect(await deleteContact(server, { query })).toBeUndefined();
  });

  it("rejects with an error that may have been applied when JSON does not parse", async () => {
    await using server = await startServer(typed("application/json", "oops"));
    const error = await failureOf(TrutoApiError, deleteContact(server, { query }));
    expect(error).toMatchObject({ status: 200, body: "oops", mayHaveBeenApplied: true });
  });
});

describe("a returned contact", () => {
  it("may have a field named __proto__, which changes no prototype", async () => {
    await using server = await startServer({
      headers: { "content-type": "application/json" },
      body: '{"id":"1","__proto__":{"x":1}}',
    });
    const contact = await createTestClient(server).contacts.delete("1");
    expect(Object.keys(contact)).toEqual(["id", "__proto__"]);
    expect(Object.prototype).not.toHaveProperty("x");
  });
});

describe("an id that is a number in the body", () => {
  const wanted = "1610521604143693812";
  it.each([
    [`{"id":${wanted}}`, wanted],
    [`{ "id" : ${wanted} , "name": "Ada" }`, wanted],
    [`{"name":"a \\"id\\":1, {[","nested":[{"id":1},{"id":{"id":2}}],"id":${wanted}}`, wanted],
    [`{"id":${wanted},"nested":{"id":1610521604143693800,"list":["}",{"id":3}]}}`, wanted],
    [`{"i\\u0064":${wanted}}`, wanted],
    [`{"id":1,"id":${wanted}}`, wanted],
    [`{"id":"text","id":${wanted}}`, wanted],
    ['{"id":-7}', "-7"],
    ['{"id":1.50}', "1.50"],
    ['{"id":7}', "7"],
  ])("is returned as its exact text: %s", async (body, id) => {
    await using server = await startServer(typed("application/json", body));
    const contact = await deleteContact(server);
    expect(contact).toEqual({ ...JSON.parse(body), id });
    expect(Object.keys(Object(contact))).toEqual(Object.keys(JSON.parse(body)));
  });

  it("is returned unchanged in normalized and raw", async () => {
    await using server = await startServer(typed("application/json", '{"id":7}'));
    for (const truto_response_format of ["normalized", "raw"] as const) {
      expect(await deleteContact(server, { query: { truto_response_format } })).toEqual({ id: 7 });
    }
  });
});
