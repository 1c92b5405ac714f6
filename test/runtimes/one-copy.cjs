const { createTrutoClient, TrutoInputError } = require("truto-crm-client");
const { createTrutoApi } = require("truto-crm-client/api");

async function main() {
  const imported = await import("truto-crm-client");
  const api = await import("truto-crm-client/api");
  const options = { token: "token", integratedAccountId: "account" };
  const clients = [
    createTrutoClient(options).contacts.delete(""),
    imported.createTrutoClient(options).contacts.delete(""),
    createTrutoApi(options).DELETE("/unified/crm/contacts/{id}", { params: { path: { id: "" } } }),
    api.createTrutoApi(options).DELETE("/unified/crm/contacts/{id}", { params: { path: { id: "" } } }),
  ];
  const errors = await Promise.all(clients.map((call) => call.catch((error) => error)));
  return errors.map((error) => error instanceof TrutoInputError && error instanceof imported.TrutoInputError);
}

main().then((result) => console.log(JSON.stringify(result)));
