import { describe, expect, test, vi } from "vitest";
import * as ours from "../../src/errors.js";

const { TrutoApiError, TrutoConnectionError, TrutoError, TrutoInputError, TrutoTimeoutError } = ours;
const kinds = [TrutoInputError, TrutoTimeoutError, TrutoConnectionError, TrutoApiError];

/** The errors of a second copy of the package, as in two bundles or two installs. */
async function otherCopy(): Promise<typeof ours> {
  vi.resetModules();
  return await import("../../src/errors.js");
}

const request = { method: "DELETE", path: "/unified/crm/contacts/1", idempotencyKey: "key-1" };
const outcome = { attempts: 2, mayHaveBeenApplied: true, request };
const fields = {
  status: 403,
  error: "Forbidden",
  detail: "The connection lacks scopes.",
  body: { statusCode: 403, message: "The connection lacks scopes." },
  headers: new Headers({ "x-request-id": "1" }),
  isRemote: true,
  contactNotFound: false,
  rawResponse: { secret: "of a customer" },
  insight: { remote_error: { description: "The provider failed." } },
  details: [{ field: "id" }],
  missingScopes: ["contacts.write"],
  needsReauth: false,
  rateLimit: { limit: 10, window: 1, remaining: 0, reset: 1 },
  retryAfter: 1_000,
};
const apiError = () => new TrutoApiError("DELETE /x: 403 Forbidden", outcome, fields);

describe("toJSON", () => {
  test("of an API error has the fields that a log needs, without bodies and headers", () => {
    const { body: _, headers: __, rawResponse: ___, ...others } = fields;
    expect(JSON.parse(JSON.stringify(apiError()))).toEqual({
      name: "TrutoApiError",
      message: "DELETE /x: 403 Forbidden (it may have been applied)",
      ...outcome,
      ...others,
    });
  });

  test("of every other error has the fields that are known", () => {
    for (const Kind of [TrutoError, TrutoInputError, TrutoTimeoutError, TrutoConnectionError]) {
      const { name } = new Kind("No.");
      const refused = { name, message: "No.", attempts: 0, mayHaveBeenApplied: false };
      expect(JSON.parse(JSON.stringify(new Kind("No.")))).toEqual(refused);
      const sent = { name, message: "No. (it may have been applied)", ...outcome };
      expect(JSON.parse(JSON.stringify(new Kind("No.", outcome)))).toEqual(sent);
    }
  });
});

describe("instanceof", () => {
  test("is true for the same class from another copy of the package", async () => {
    const other = await otherCopy();
    expect(other.TrutoApiError).not.toBe(TrutoApiError);
    const errors = [
      new other.TrutoInputError("No."),
      new other.TrutoTimeoutError("No."),
      new other.TrutoConnectionError("No."),
      new other.TrutoApiError("No.", outcome, fields),
    ];
    for (const [index, error] of errors.entries()) {
      expect(error instanceof TrutoError).toBe(true);
      expect(kinds.map((kind) => error instanceof kind)).toEqual(kinds.map((_, at) => at === index));
    }
    expect(apiError() instanceof other.TrutoApiError).toBe(true);
    expect(apiError() instanceof other.TrutoInputError).toBe(false);
    expect(new other.TrutoError("No.") instanceof TrutoError).toBe(true);
    expect(new other.TrutoError("No.") instanceof TrutoApiError).toBe(false);
  });

  test("tells a user's subclass from its base class and from another subclass", async () => {
    class NotFound extends TrutoApiError {}
    class Locked extends TrutoApiError {}
    const { TrutoApiError: OtherApiError } = await otherCopy();
    const error = new NotFound("No.", outcome, fields);
    expect(error instanceof NotFound).toBe(true);
    expect(error instanceof TrutoApiError).toBe(true);
    expect(error instanceof OtherApiError).toBe(true);
    expect(error instanceof Locked).toBe(false);
    expect(apiError() instanceof NotFound).toBe(false);
    expect(new OtherApiError("No.", outcome, fields) instanceof NotFound).toBe(false);
  });

  test("is false for everything else", () => {
    for (const value of [
      undefined,
      null,
      "TrutoError",
      1,
      {},
      [],
      new Error("No."),
      structuredClone(apiError()),
    ]) {
      expect([TrutoError, ...kinds].some((kind) => value instanceof kind)).toBe(false);
    }
  });
});
