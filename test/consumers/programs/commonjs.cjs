const { readFileSync } = require("node:fs");
const { createTrutoClient, TrutoApiError } = require("truto-crm-client");
const { createTrutoApi } = require("truto-crm-client/api");
const spec = require("truto-crm-client/openapi.json");

const id = "23423523";
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

async function main() {
  const truto = createTrutoClient({
    token: "token",
    integratedAccountId,
    baseUrl: process.env.TRUTO_BASE_URL,
  });
  const contact = await truto.contacts.delete(id);
  const refusal = await truto.contacts
    .delete(id, {}, { headers: { prefer: "code=404" } })
    .catch((error) => error);
  const api = createTrutoApi({ token: "token", baseUrl: process.env.TRUTO_BASE_URL });
  const { response } = await api.DELETE("/unified/crm/contacts/{id}", {
    params: { path: { id }, query: { integrated_account_id: integratedAccountId } },
  });
  const yaml = readFileSync(require.resolve("truto-crm-client/openapi.yaml"), "utf8");
  return {
    contact: contact.id,
    refusal: refusal instanceof TrutoApiError && refusal.status,
    api: response.status,
    contract: yaml.startsWith(`openapi: ${spec.openapi}`),
  };
}

main().then((result) => console.log(JSON.stringify(result)));
