import { expect, test } from "@jest/globals";
import { createTrutoClient } from "truto-crm-client";
import { createMockFetch } from "truto-crm-client/mock";

test("the mock answers in this process, with nothing but Prism beside the package", async () => {
  const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
  const truto = createTrutoClient({ token: "test", integratedAccountId, fetch: await createMockFetch() });

  expect(await truto.contacts.delete("77")).toHaveProperty("id", "77");
  const headers = { prefer: "code=404, example=provider" };
  await expect(truto.contacts.delete("77", {}, { headers })).rejects.toMatchObject({ contactNotFound: true });
});
