import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { TrutoApiError, TrutoError } from "../../src/index.js";
import { deleteContact, failureOf } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

const program = fileURLToPath(new URL("children/uncaught.ts", import.meta.url));
const huge = {
  statusCode: 422,
  error: "Unprocessable Entity",
  message: "No.",
  raw_response: Array(500).fill("detail"),
};

/** Node's output for an uncaught error, from its first line to the end of its properties. */
async function printed(reply: Reply | readonly Reply[], option = ""): Promise<string[]> {
  await using server = await startServer(reply);
  const { stderr, exitCode } = await execa(
    process.execPath,
    ["--import", "tsx", program, server.url, option],
    {
      reject: false,
    },
  );
  expect(exitCode).toBe(1);
  const lines = stderr.split("\n");
  const start = lines.findIndex((line) => /^Truto\w+Error: /.test(line));
  return lines.slice(start, lines.findIndex((line, at) => at > start && line === "}") + 1);
}

describe("an uncaught error", () => {
  test.each<[string, Reply, string?]>([
    ["of a response with a large body", { status: 422, json: huge }],
    ["of a lost connection", "cut"],
    ["of a page", { status: 502, body: "<html>".repeat(1_000) }],
    ["of a silent server", "silence", "timeout"],
    ["of a token function that fails", {}, "token"],
  ])(
    "%s is printed in at most twenty different lines, with its request and its caller",
    async (_, reply, option) => {
      const lines = await printed(reply, option);
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.length, lines.join("\n")).toBeLessThanOrEqual(20);
      expect(new Set(lines).size).toBe(lines.length);
      const text = lines.join("\n");
      expect(text).not.toContain("undefined");
      expect(text).toContain("/unified/crm/contacts/1");
      expect(text).toContain("uncaught.ts");
    },
  );
});

describe("an error of a request", () => {
  test.each<[string, Reply, number?]>([
    ["an error response", { status: 400 }],
    ["a lost connection", "cut"],
    ["a timeout", "silence", 1_000],
    ["an unusable success", { body: "[]" }],
  ])("has the request and the key to repeat it: %s", async (_, reply, timeout) => {
    await using server = await startServer(reply);
    const error = await failureOf(TrutoError, deleteContact(server, { maxRetries: 0, timeout }));
    const key = server.requests[0]?.headers["idempotency-key"];
    const { method, path, idempotencyKey } = error.request ?? {};
    expect({ method, path, idempotencyKey }).toEqual({
      method: "DELETE",
      path: "/unified/crm/contacts/23423523",
      idempotencyKey: key,
    });
  });
});

test.each([
  ["colours", "\u001b[31mred\u001b[0m"],
  ["a turned text", "abc\u202edef\u2066ghi"],
  ["line breaks", "one\r\ntwo\u2028three"],
  ["a bell and a backspace", "a\u0007b\u0008c"],
])("A message has no %s from a server's text", async (_, text) => {
  await using server = await startServer([
    { status: 400, json: { statusCode: 400, error: text, message: text } },
    { status: 302, headers: { location: `/${encodeURIComponent(text)}${"x".repeat(5_000)}` } },
    { status: 418, statusText: "I am\ta teapot", body: text },
  ]);
  for (let answer = 0; answer < 3; answer++) {
    const error = await failureOf(TrutoApiError, deleteContact(server));
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(error.message.length).toBeLessThan(1_000);
  }
});

test.each<[string, unknown]>([
  ["text as other engines write it", "send@transport.js:1:1\noffboard@app.js:2:3"],
  ["a list of frames", ["a frame"]],
])("An error keeps the stack of its engine: %s", async (_, stack) => {
  const before = Error.prepareStackTrace;
  await using server = await startServer({ status: 404 });
  Error.prepareStackTrace = () => stack;
  const error = await failureOf(TrutoApiError, deleteContact(server));
  const kept: unknown = error.stack;
  Error.prepareStackTrace = before;
  expect(kept).toBe(stack);
});
