const { createTrutoClient, TrutoInputError } = require("truto-crm-client");
const { createTrutoApi } = require("truto-crm-client/api");

async function main() {
  const imported = await import("truto-crm-client");
  const api = await import("truto-crm-client/api");
  const options = { token: "token" };
  const query = { integrated_account_id: "account" };
  const params = { path: { id: "" }, query };
  const calls = [
    createTrutoClient(options).contacts.delete("", query),
    imported.createTrutoClient(options).contacts.delete("", query),
    createTrutoApi(options).DELETE("/unified/crm/contacts/{id}", { params }),
    api.createTrutoApi(options).DELETE("/unified/crm/contacts/{id}", { params }),
  ];
  const errors = await Promise.all(calls.map((call) => call.catch((error) => error)));
  return errors.map((error) => error instanceof TrutoInputError && error instanceof imported.TrutoInputError);
}

main().then((result) => console.log(JSON.stringify(result)));
