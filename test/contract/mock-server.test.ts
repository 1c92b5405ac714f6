import { expect, it } from "vitest";
import { startMock } from "../support/mock-server.js";

it("the mock's server answers over HTTP as the mock in this process does, and frees its port when it is closed", async () => {
  const { url, stop } = await startMock();
  const headers = { authorization: "Bearer any" };
  const response = await fetch(`${url}/unified/crm/contacts/a%2Fb`, { method: "DELETE", headers });
  await stop();
  expect(response.status).toBe(400);
  expect(response.headers.get("sl-violations")).toContain("integrated_account_id");
  await expect(fetch(url)).rejects.toThrow();
});
