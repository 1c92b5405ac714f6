import { createTrutoClient, TrutoApiError } from "truto-crm-client";
import { createTrutoApi } from "truto-crm-client/api";
import spec from "truto-crm-client/openapi.json";

const id = "23423523";
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

async function run(baseUrl) {
  const truto = createTrutoClient({ token: "token", integratedAccountId, baseUrl });
  const contact = await truto.contacts.delete(id);
  const refusal = await truto.contacts
    .delete(id, {}, { headers: { prefer: "code=404" } })
    .catch((error) => error);
  const { response } = await createTrutoApi({ token: "token", baseUrl }).DELETE(
    "/unified/crm/contacts/{id}",
    {
      params: { path: { id }, query: { integrated_account_id: integratedAccountId } },
    },
  );
  return {
    contact: contact.id,
    refusal: refusal instanceof TrutoApiError && refusal.status,
    api: response.status,
    contract: spec.openapi.startsWith("3."),
  };
}

// The test calls it in the page.
globalThis.run = run;
