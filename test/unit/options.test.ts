import { describe, expect, it } from "vitest";
import { createTrutoApi } from "../../src/api.js";
import { createTrutoClient, type Fetch, type TrutoClientOptions, TrutoInputError } from "../../src/index.js";

const token = "t";

describe("createTrutoClient", () => {
  const noToken = "token is empty: is TRUTO_API_TOKEN set?";
  const spaceInToken = "token has a space or a line break: give the token alone";
  const bearerInToken = "token begins with Bearer: give the token alone";
  const badToken = "token has a character that no HTTP header can carry";
  const badUrl = "baseUrl is not a URL: give one such as https://api.truto.one";
  const noQuery = "baseUrl must not have a query or a fragment";
  const notSecure =
    "baseUrl must be https: the token would travel in clear (for a mock elsewhere, set allowHttp)";

  it.each<[string, Record<string, unknown>, string]>([
    ["without a token", { token: undefined }, noToken],
    ["with a null token", { token: null }, noToken],
    ["with an empty token", { token: "" }, noToken],
    ["with the word undefined as its token", { token: "undefined" }, noToken],
    ["with the word null as its token", { token: "null" }, noToken],
    ["with a line break in the token", { token: "a\nb" }, spaceInToken],
    ["with a space at the end of the token", { token: "a " }, spaceInToken],
    ["with white space for a token", { token: "  " }, spaceInToken],
    ["with Bearer in the token", { token: "Bearer a" }, bearerInToken],
    ["with bearer after a space in the token", { token: " bearer a" }, bearerInToken],
    ["with a control character in the token", { token: "a\x7f" }, badToken],
    ["with a number for a token", { token: 7 }, "token must be a string, or a function that gives one"],
    ["with a number for an account", { integratedAccountId: 7 }, "integratedAccountId must be a string"],
    ["with a word for allowHttp", { allowHttp: "no" }, "allowHttp must be true or false"],
    ["with a token that no header can carry", { token: "t€" }, badToken],
    ["with a token that each side may encode in its own way", { token: "té" }, badToken],
    ["with a base URL without a scheme", { baseUrl: "api.truto.one" }, badUrl],
    ["with an empty base URL", { baseUrl: "" }, badUrl],
    [
      "with credentials in the base URL",
      { baseUrl: "https://u:p@h.test" },
      "baseUrl must not hold credentials: use the token option",
    ],
    [
      "with a user's name in the base URL",
      { baseUrl: "https://user@h.test" },
      "baseUrl must not hold credentials: use the token option",
    ],
    ["with http: to another machine", { baseUrl: "http://api.truto.one" }, notSecure],
    ["with http: to a name that only ends like it", { baseUrl: "http://evil-localhost" }, notSecure],
    [
      "with http: to a name that only starts like this machine's",
      { baseUrl: "http://localhost.evil.test" },
      notSecure,
    ],
    ["with another scheme", { baseUrl: "ftp://localhost" }, notSecure],
    ["with a query in the base URL", { baseUrl: "https://h.test?a=1" }, noQuery],
    ["with an empty query in the base URL", { baseUrl: "https://h.test?" }, noQuery],
    ["with an empty fragment in the base URL", { baseUrl: "https://h.test/#" }, noQuery],
    ["with a timeout of NaN", { timeout: Number.NaN }, "timeout must be a number of milliseconds above 0"],
    ["with a timeout of true", { timeout: true }, "timeout must be a number of milliseconds above 0"],
    [
      "with a retry delay that is a bigint",
      { maxRetryDelay: 1n },
      "maxRetryDelay must be a number of milliseconds above 0",
    ],
    ["with half a retry", { maxRetries: 0.5 }, "maxRetries must be a whole number, 0 or more"],
    ["with no retry delay", { maxRetryDelay: 0 }, "maxRetryDelay must be a number of milliseconds above 0"],
    [
      "with an Idempotency-Key for every request",
      { headers: { "Idempotency-Key": "1" } },
      "headers must not set Idempotency-Key for a whole client: give it to one call",
    ],
    ["with a typo", { baseURL: "https://h.test" }, 'there is no option "baseURL": did you mean baseUrl?'],
    [
      "with an option of another client",
      { retries: 5 },
      'there is no option "retries": did you mean maxRetries?',
    ],
    ["with an object for fetch", { fetch: {} }, "fetch must be a function"],
    ["with a text for onRetry", { onRetry: "log" }, "onRetry must be a function"],
    [
      "with a header that HTTP does not allow",
      { headers: { "a b": "1" } },
      "headers has a name or a value that HTTP does not allow",
    ],
    [
      "with an authorization header",
      { headers: [["authorization", "x"]] },
      "headers must not set authorization: use the token option",
    ],
  ])("rejects options %s", (_, options, message) => {
    const create = () => createTrutoClient({ token, ...options } as TrutoClientOptions);
    expect(create).toThrow(TrutoInputError);
    expect(create).toThrow(message);
  });

  it.each([undefined, null, 7, "t", [], new Map(), () => token])(
    "rejects %j in place of options",
    (options) => {
      for (const create of [createTrutoClient, createTrutoApi] as ((options: unknown) => unknown)[]) {
        expect(() => create(options)).toThrow(new TrutoInputError("options must be a plain object"));
      }
    },
  );

  it("rejects a call without options", () => {
    // @ts-expect-error A client needs options.
    expect(() => createTrutoClient()).toThrow(new TrutoInputError("options must be a plain object"));
    // @ts-expect-error A client needs options.
    expect(() => createTrutoApi()).toThrow(new TrutoInputError("options must be a plain object"));
  });

  it("accepts a token with Bearer as part of a word", () => {
    expect(createTrutoClient({ token: "Bearer-7" })).toHaveProperty("contacts");
  });

  it.each([
    "https://api.truto.one",
    "https://gateway.test/truto/",
    "http://localhost:4010",
    "http://127.0.0.1:4010",
    "http://127.8.9.10",
    "http://[::1]:4010",
  ])("accepts the base URL %s", (baseUrl) => {
    expect(createTrutoClient({ token, baseUrl })).toHaveProperty("contacts");
  });
});

it("takes a base URL with a path and any slashes at its end", async () => {
  const urls: string[] = [];
  const fetch: Fetch = async (url) => {
    urls.push(url);
    return new Response();
  };
  const options = { token, integratedAccountId: "a", baseUrl: "https://h.test/truto//", fetch };
  await createTrutoClient(options).contacts.delete("1");
  expect(urls).toEqual(["https://h.test/truto/unified/crm/contacts/1?integrated_account_id=a"]);
});

it("createTrutoClient accepts http: to another machine only with allowHttp", () => {
  const options = { token, baseUrl: "http://mock.internal:4010" };
  expect(createTrutoClient({ ...options, allowHttp: true })).toHaveProperty("contacts");
  expect(() => createTrutoClient({ ...options, allowHttp: false })).toThrow(TrutoInputError);
});
