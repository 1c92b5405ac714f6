import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failureOf } from "../support/client.js";
import { type Answer, startServer } from "../support/server.js";

const statuses = [400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 451, 499, 500, 502, 503, 504, 520, 599];
const page = "<!DOCTYPE html>\n<html><body><h1>Bad gateway</h1></body></html>";
const trutoBody = { statusCode: 400, error: "Bad Request", message: "No such field" };
const json = { "content-type": "application/json" };

/** A server's answer, the expected body of the error, and the part of it in the message. */
const bodies: [string, Answer, unknown, string?][] = [
  ["nothing", {}, undefined],
  ["Truto's JSON", { json: trutoBody }, trutoBody, "No such field"],
  ["a page of HTML", { body: page }, page],
  ["HTML that claims to be JSON", { body: page, headers: json }, page],
  [
    "JSON that claims to be HTML",
    { body: JSON.stringify(trutoBody), headers: { "content-type": "text/html" } },
    trutoBody,
    "No such field",
  ],
  ["a text", { body: "upstream  connect\nerror" }, "upstream  connect\nerror", "upstream connect error"],
  ["half of a JSON", { body: '{"message":"No' }, '{"message":"No', '{"message":"No'],
  ["null", { body: "null", headers: json }, null],
  ["false", { body: "false", headers: json }, false],
  ["a number", { body: "0", headers: json }, 0],
  ["an empty string", { body: '""', headers: json }, ""],
  ["a string", { body: '"Stop it"', headers: json }, "Stop it", "Stop it"],
  ["a list", { body: '[{"message":"no"}]', headers: json }, [{ message: "no" }]],
  ["an empty message", { json: { ...trutoBody, message: "" } }, { ...trutoBody, message: "" }],
  [
    "a byte-order mark before JSON",
    { body: `\ufeff${JSON.stringify(trutoBody)}` },
    trutoBody,
    "No such field",
  ],
  [
    "gzip",
    { body: gzipSync(JSON.stringify(trutoBody)), headers: { "content-encoding": "gzip" } },
    trutoBody,
    "No such field",
  ],
  ["gzip that is none", { body: page, headers: { "content-encoding": "gzip" } }, undefined],
  ["bytes that are no UTF-8", { body: Uint8Array.of(0xff, 0x41, 0xc3) }, "\ufffdA\ufffd", "A"],
  ["a NUL", { body: "\0" }, "\0"],
];

test.each(bodies)(
  "an error response is a TrutoApiError with its status when the body is %s",
  async (_, answer, body, said = "") => {
    let status = 0;
    await using server = await startServer(() => ({ ...answer, status }));
    for (status of statuses) {
      for (const send of [deleteContact, deleteAsStream]) {
        const error = await failureOf(TrutoApiError, send(server, { maxRetries: 0 }));
        expect(error).toMatchObject({ status, attempts: 1, isRemote: false, missingScopes: [] });
        expect(error.body).toStrictEqual(body);
        expect(error.message).toMatch(new RegExp(`^DELETE /unified/crm/contacts/\\{id\\}: ${status}\\b`));
        expect(error.message).toContain(said);
        expect(error.message).not.toMatch(/undefined|null|\[object|<html|\n/);
      }
    }
  },
);

test.each(bodies)("truto.api returns a complete error object when the body is %s", async (_, answer) => {
  let status = 0;
  await using server = await startServer(() => ({ ...answer, status }));
  for (status of statuses) {
    const { data, error, response } = await deleteOverApi(server, { maxRetries: 0 });
    expect({ status: response.status, ok: response.ok, data }).toEqual({
      status,
      ok: false,
      data: undefined,
    });
    expect(error).toEqual(
      expect.objectContaining({ statusCode: expect.any(Number), message: expect.any(String) }),
    );
  }
});
