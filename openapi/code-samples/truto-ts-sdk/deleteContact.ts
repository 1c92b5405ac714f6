import Truto from "@truto/truto-ts-sdk";

const truto = new Truto({
  token: "<your_api_token>",
});

const result = await truto.unifiedApi.delete("<resource_id>", {
  unified_model: "crm",
  resource: "contacts",
  integrated_account_id: "<integrated_account_id>",
});

console.log(result);
