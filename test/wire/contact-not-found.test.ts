import { describe, expect, test } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import { deleteContact, failureOf } from "../support/client.js";
import { type Answer, startServer } from "../support/server.js";

const ofTheCrm = {
  statusCode: 404,
  error: "Not Found",
  message: "No contact 1.",
  truto_is_remote_error: true,
};

/** The error of a delete with these answers to its attempts. */
async function errorOf(...answers: Answer[]): Promise<TrutoApiError> {
  await using server = await startServer(answers);
  return await failureOf(TrutoApiError, deleteContact(server));
}

describe("contactNotFound", () => {
  test("is true when the CRM itself says 404", async () => {
    const error = await errorOf({ status: 404, json: ofTheCrm });
    expect(error).toMatchObject({ contactNotFound: true, isRemote: true, mayHaveBeenApplied: false });
    expect(error.message).not.toContain("not Truto's");
  });

  test.each<[string, Answer]>([
    [
      "Truto's own 404, for an account that the token can't see",
      { json: { ...ofTheCrm, truto_is_remote_error: false } },
    ],
    ["a gateway's page", { body: "<html>404 Not Found</html>", headers: { "content-type": "text/html" } }],
    [
      "a wrong base path",
      { json: { message: "Cannot DELETE /v1/unified", error: "Not Found", statusCode: 404 } },
    ],
    ["an empty 404", {}],
    ["a text that says so", { body: "contact not found" }],
    ["a body that claims another status", { json: { ...ofTheCrm, statusCode: 400 } }],
    ["a flag that is a text", { json: { ...ofTheCrm, truto_is_remote_error: "true" } }],
    ...[
      "<!DOCTYPE html><html><body>404 Not Found</body></html>",
      "\ufeff\n <html lang='en'><head>",
      "<h1>Not Found</h1>",
      "<!-- a page --><p>Nothing here</p>",
      '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
      "<TITLE>Not Found</TITLE>",
      "<meta charset=utf-8><title>Not Found</title>",
      "<style>h1 {}</style><h1>Not Found</h1>",
      "<pre>Cannot DELETE /contacts/1</pre>",
      "<b>Not Found</b>",
    ].map((raw_response): [string, Answer] => [
      `a web page that the CRM's host gave: ${raw_response}`,
      { json: { ...ofTheCrm, raw_response } },
    ]),
  ])("is false for %s", async (_, answer) => {
    expect(await errorOf({ ...answer, status: 404 })).toMatchObject({ status: 404, contactNotFound: false });
  });

  test.each([
    "No such contact",
    "",
    "<error>No such contact</error>",
    '<?xml version="1.0"?><Errors><Error/></Errors>',
    "<paragraph/>",
    { html: "<html>" },
    null,
  ])("is true for a 404 of the CRM with the body %j", async (raw_response) => {
    const error = await errorOf({ status: 404, json: { ...ofTheCrm, raw_response } });
    expect(error).toMatchObject({ contactNotFound: true, rawResponse: raw_response });
  });

  test.each([400, 403, 410, 422])("is false for a %d of the CRM", async (status) => {
    const error = await errorOf({ status, json: { ...ofTheCrm, statusCode: status } });
    expect(error).toMatchObject({ status, isRemote: true, contactNotFound: false });
  });

  test("is set together with mayHaveBeenApplied when an earlier attempt got no definite answer", async () => {
    const error = await errorOf({ status: 500 }, { status: 404, json: ofTheCrm });
    expect(error).toMatchObject({ contactNotFound: true, mayHaveBeenApplied: true, attempts: 2 });
  });
});

describe("a response that is not Truto's", () => {
  test.each([401, 403, 404, 405, 503])(
    "has a message that says so, without Truto's hint, for a %d",
    async (status) => {
      await using server = await startServer({
        status,
        body: "<html></html>",
        headers: { "content-type": "text/html" },
      });
      const error = await failureOf(TrutoApiError, deleteContact(server, { maxRetries: 0 }));
      expect(error.message).toMatch(/: This response is not Truto's: look at baseUrl, and at the proxies/);
      expect(error.message).not.toMatch(/support|token|sandbox|account id/);
    },
  );

  test("has the detail of a problem document", async () => {
    const json = { type: "about:blank", title: "Forbidden", status: 403, detail: "Your network is blocked." };
    await using server = await startServer({
      status: 403,
      json,
      headers: { "content-type": "application/problem+json" },
    });
    const error = await failureOf(TrutoApiError, deleteContact(server));
    expect(error.message).toContain("403 Forbidden: Your network is blocked. This response is not Truto's");
    expect(error.body).toEqual(json);
  });
});

test.each([
  [true, 401, true],
  [false, 401, false],
  [true, 403, false],
  [true, 404, false],
])("needsReauth is true only for a 401 of the CRM: remote %s, %d", async (isRemote, status, needsReauth) => {
  const json = { ...ofTheCrm, statusCode: status, truto_is_remote_error: isRemote };
  expect(await errorOf({ status, json })).toMatchObject({ needsReauth });
});

test("detail has the server's own words in one line, and is undefined for a page", async () => {
  const long = "Because. ".repeat(200).trim();
  for (const [json, detail] of [
    [{ ...ofTheCrm, message: "No\u001b[31m\ncontact\u202e 1." }, "No [31m contact 1."],
    [{ ...ofTheCrm, message: long }, long],
    [{ ...ofTheCrm, message: "<id> is missing" }, "<id> is missing"],
    [{ ...ofTheCrm, message: "" }, undefined],
    [{ ...ofTheCrm, message: "<html><body>404</body></html>" }, undefined],
    [{ title: "Gone", detail: "It was deleted." }, "It was deleted."],
    [{ title: "Gone" }, "Gone"],
    ["No such contact", "No such contact"],
  ] as const) {
    const error = await errorOf({ status: 404, json });
    expect(error.detail).toBe(detail);
    if (detail) expect(error.message).toContain(detail.slice(0, 200).trim());
  }
});

test("A message does not repeat its title", async () => {
  const error = await errorOf({ status: 404, json: { ...ofTheCrm, message: "Not Found" } });
  expect(error.message.match(/Not Found/g)).toHaveLength(1);
});

test("The message of a CRM's 401 says what to do about the account, not about the token", async () => {
  const json = { ...ofTheCrm, statusCode: 401, error: "Unauthorized", message: "Expired." };
  const remote = await errorOf({ status: 401, json });
  expect(remote.message).not.toContain("token");
  expect(remote.message).toMatch(/Expired\. .*reconnect the account/i);
  const own = await errorOf({ status: 401, json: { ...json, truto_is_remote_error: false } });
  expect(own.message).toMatch(/Expired\. .*token/);
});

describe("a message has the facts", () => {
  test("of the missing scopes", async () => {
    const value = { missing_scopes: ["contacts.write", "contacts.delete"] };
    const insight = { forbidden_error: { description: "Scopes are missing.", value } };
    const json = {
      statusCode: 403,
      error: "Forbidden",
      message: "No.",
      truto_is_remote_error: true,
      truto_error_insight: insight,
    };
    const error = await errorOf({ status: 403, json });
    expect(error.missingScopes).toEqual(["contacts.write", "contacts.delete"]);
    expect(error.message).toMatch(/Missing scopes: contacts\.write, contacts\.delete$/);
  });

  test("of the wait that the server asks for", async () => {
    const json = { statusCode: 429, error: "Too Many Requests", message: "Slow down." };
    const error = await errorOf({ status: 429, json, headers: { "retry-after": "90" } });
    expect(error.message).toBe(
      "DELETE /unified/crm/contacts/{id}: 429 Too Many Requests: Slow down. Retry after 90 s",
    );
  });
});
