import { describe, expect, test } from "vitest";
import {
  TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failureOf, token } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

const note = "(it may have been applied)";

/** The outcome of a call with these replies, one for each attempt. */
async function outcome(...replies: Reply[]): Promise<TrutoError> {
  await using server = await startServer(replies);
  const error = await failureOf(TrutoError, deleteContact(server, { maxRetries: replies.length - 1 }));
  expect(error.attempts).toBe(server.requests.length);
  expect(error.message.endsWith(note)).toBe(error.mayHaveBeenApplied);
  return error;
}

function truto(status: number, more: object = {}): Reply {
  return { status, json: { statusCode: status, error: "Error", message: "", ...more } };
}

describe("a call was certainly not applied", () => {
  test.each([400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 451])(
    "when its only response is a %d with any body",
    async (status) => {
      const bodies = [{}, { body: "<html>" }, { body: "{" }, { body: "{", ending: "cut" } as const];
      for (const body of bodies) {
        expect((await outcome({ status, ...body })).mayHaveBeenApplied).toBe(false);
      }
      expect((await outcome(truto(status, { truto_is_remote_error: true }))).mayHaveBeenApplied).toBe(false);
    },
  );

  test.each([408, 425, 460, 499])("when Truto itself says %d", async (status) => {
    expect((await outcome(truto(status))).mayHaveBeenApplied).toBe(false);
  });

  test("when Truto says that the account is blocked", async () => {
    expect((await outcome(truto(503))).mayHaveBeenApplied).toBe(false);
  });

  test("when every attempt got a 429, or one did before a 404", async () => {
    expect((await outcome({ status: 429 }, { status: 429 })).mayHaveBeenApplied).toBe(false);
    expect((await outcome({ status: 429 }, { status: 404 })).mayHaveBeenApplied).toBe(false);
  });

  test("when the connection was refused each time", async () => {
    const server = await startServer();
    await server.stop();
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      const error = await failureOf(TrutoConnectionError, send(server));
      expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: false });
      expect(error.message).toContain("ECONNREFUSED");
    }
  });

  test("when the host has no address", async () => {
    const error = await failureOf(TrutoConnectionError, deleteContact({ url: "https://nowhere.invalid" }));
    expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: false });
  });

  test("when there was no token, or none that can be sent", async () => {
    await using server = await startServer();
    const failing = deleteContact(server, { token: () => Promise.reject(new Error("expired")) });
    expect(await failureOf(TrutoInputError, failing)).toMatchObject({
      attempts: 1,
      mayHaveBeenApplied: false,
    });
    const unsendable = deleteContact(server, { token: () => "a\nb" });
    expect(await failureOf(TrutoInputError, unsendable)).toMatchObject({
      attempts: 1,
      mayHaveBeenApplied: false,
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe("a call may have been applied", () => {
  test.each([500, 501, 502, 504, 520, 599])(
    "when its only response is a %d with any body",
    async (status) => {
      for (const reply of [{ status }, { status, body: "<html>" }, truto(status)]) {
        expect((await outcome(reply)).mayHaveBeenApplied).toBe(true);
      }
      expect((await outcome(truto(status, { truto_is_remote_error: true }))).mayHaveBeenApplied).toBe(true);
    },
  );

  const foreign: [string, Reply][] = [
    ["the provider's", truto(503, { truto_is_remote_error: true })],
    ["a proxy's page", { status: 503, body: "<h1>Service unavailable</h1>" }],
    ["empty", { status: 503 }],
    ["JSON of something else", { status: 503, json: { error: "overloaded" } }],
    ["cut", { status: 503, body: ['{"statusCode":503,'], ending: "cut" }],
  ];
  test.each(foreign)("when a 503 is not Truto's own: %s", async (_, reply) => {
    expect((await outcome(reply)).mayHaveBeenApplied).toBe(true);
  });

  test.each([408, 425, 460, 499])("when its only response is a %d that is not Truto's", async (status) => {
    for (const reply of [{ status }, { status, body: "<html>" }, { status, json: { error: "Timeout" } }]) {
      expect((await outcome(reply)).mayHaveBeenApplied).toBe(true);
    }
    expect((await outcome(truto(status, { truto_is_remote_error: true }))).mayHaveBeenApplied).toBe(true);
  });

  test.each(["cut", "reset"] as const)("when the line is lost after sending: %s", async (loss) => {
    const error = await outcome(loss);
    expect(error).toBeInstanceOf(TrutoConnectionError);
    expect(error.mayHaveBeenApplied).toBe(true);
  });

  test.each([
    ["a 500", { status: 500 }],
    ["a 504", { status: 504 }],
    ["a lost connection", "reset"],
  ] as [string, Reply][])("when %s came before a definite answer", async (_, first) => {
    for (const status of [400, 401, 404, 429, 503]) {
      const error = await outcome(first, truto(status));
      expect(error).toBeInstanceOf(TrutoApiError);
      expect(error).toMatchObject({ status, mayHaveBeenApplied: true });
    }
  });

  test("when a lost response came before a refused connection", async () => {
    const server = await startServer("cut");
    const call = deleteContact(server, {
      onRetry: () => void server.stop(),
      maxRetryDelay: 200,
      maxRetries: 1,
    });
    const error = await failureOf(TrutoConnectionError, call);
    expect(error).toMatchObject({ attempts: 2, mayHaveBeenApplied: true });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("when the next attempt could not be sent after a 500, but not after a 429", async () => {
    for (const [status, mayHaveBeenApplied] of [
      [500, true],
      [429, false],
    ] as const) {
      await using server = await startServer({ status });
      let asked = 0;
      const once = () => {
        if (asked++) throw new Error("expired");
        return token;
      };
      const expired = await failureOf(TrutoInputError, deleteContact(server, { token: once }));
      expect(expired).toMatchObject({ attempts: 2, mayHaveBeenApplied });
      const onRetry = () => {
        throw new Error("log is full");
      };
      const broken = await failureOf(TrutoInputError, deleteContact(server, { onRetry }));
      expect(broken).toMatchObject({ attempts: 1, mayHaveBeenApplied });
    }
  });

  test("when an attempt timed out", async () => {
    await using server = await startServer("silence");
    const error = await failureOf(TrutoTimeoutError, deleteContact(server, { timeout: 500 }));
    expect(error.mayHaveBeenApplied).toBe(true);
  });
});
