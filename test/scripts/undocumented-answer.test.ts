import { describe, expect, test } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { undocumentedAnswer } from "../../scripts/verify-live/undocumented-answer.js";

const contract = JSON.parse((await shippedSpec("openapi/openapi.yaml")).json);
const url = "https://api.truto.one/unified/crm/contacts/23423523?integrated_account_id=1";
const problemOf = (status: number, mimeType: string, size = 10, method = "DELETE") =>
  undocumentedAnswer(contract, {
    startedDateTime: new Date().toISOString(),
    request: { method, url, headers: [], queryString: [] },
    response: { status, headers: [], content: { size, mimeType, text: "" } },
  });

describe("an undocumented response", () => {
  test("has another status", () => {
    expect(problemOf(418, "application/json")).toBe("Response has undocumented status 418.");
  });

  test("has another content type", () => {
    expect(problemOf(502, "text/html; charset=utf-8")).toBe(
      "Response 502 has undocumented content type text/html.",
    );
  });

  test("belongs to another operation", () => {
    expect(problemOf(200, "application/json", 10, "PURGE")).toBe("Response has undocumented status 200.");
  });

  test.each([
    ["of a status and a type that it has", 404, "application/json; charset=utf-8", 10],
    ["of a status in a range", 507, "application/json", 10],
    ["without a body", 502, "", 0],
  ])("is no response %s", (_, status, type, size) => {
    expect(problemOf(status, type, size)).toBeUndefined();
  });
});
