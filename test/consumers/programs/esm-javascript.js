import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createTrutoClient, TrutoApiError } from "truto-crm-client";
import { createTrutoApi } from "truto-crm-client/api";
import spec from "truto-crm-client/openapi.json" with { type: "json" };

const id = "23423523";
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const truto = createTrutoClient({ token: "token", integratedAccountId, baseUrl: process.env.TRUTO_BASE_URL });

const contact = await truto.contacts.delete(id);
const refusal = await truto.contacts
  .delete(id, {}, { headers: { prefer: "code=404" } })
  .catch((error) => error);
const { response } = await createTrutoApi({ token: "token", baseUrl: process.env.TRUTO_BASE_URL }).DELETE(
  "/unified/crm/contacts/{id}",
  {
    params: { path: { id }, query: { integrated_account_id: integratedAccountId } },
  },
);
const yaml = await readFile(fileURLToPath(import.meta.resolve("truto-crm-client/openapi.yaml")), "utf8");

console.log(
  JSON.stringify({
    contact: contact.id,
    refusal: refusal instanceof TrutoApiError && refusal.status,
    api: response.status,
    contract: yaml.startsWith(`openapi: ${spec.openapi}`),
  }),
);
