import { createTrutoApi } from "../../../src/api.js";
import { createTrutoClient, TrutoApiError } from "../../../src/index.js";

const id = "23423523";
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const truto = createTrutoClient({ token: "token", integratedAccountId, baseUrl: process.env.TRUTO_BASE_URL });

const contact = await truto.contacts.delete(id);
const refusal: unknown = await truto.contacts
  .delete(id, {}, { headers: { prefer: "code=404" } })
  .catch((error: unknown) => error);
const { response } = await createTrutoApi({ token: "token", baseUrl: process.env.TRUTO_BASE_URL }).DELETE(
  "/unified/crm/contacts/{id}",
  {
    params: { path: { id }, query: { integrated_account_id: integratedAccountId } },
  },
);

console.log(
  JSON.stringify({
    contact: contact.id,
    refusal: refusal instanceof TrutoApiError && refusal.status,
    api: response.status,
    contract: import.meta.resolve("truto-crm-client/openapi.yaml").endsWith("dist/openapi.yaml"),
  }),
);
