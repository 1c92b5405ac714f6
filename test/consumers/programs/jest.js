// Added to a project as JavaScript, and to another as TypeScript.
import { createTrutoClient, TrutoApiError } from "truto-crm-client";
import { createTrutoApi } from "truto-crm-client/api";

const id = "23423523";
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const options = { token: "token", baseUrl: process.env.TRUTO_BASE_URL };

test("deletes through contacts", async () => {
  const { contacts } = createTrutoClient({ ...options, integratedAccountId });
  const contact = await contacts.delete(id);
  expect(contact.id).toBe(id);
  const refused = contacts.delete(id, {}, { headers: { prefer: "code=404" } });
  await expect(refused).rejects.toBeInstanceOf(TrutoApiError);
});

test("deletes through ./api", async () => {
  const { data } = await createTrutoApi(options).DELETE("/unified/crm/contacts/{id}", {
    params: { path: { id }, query: { integrated_account_id: integratedAccountId } },
  });
  expect(data).toMatchObject({ id });
});
