import { createTrutoClient } from "truto-crm-client";

const truto = createTrutoClient({ token: "<your_api_token>" });

const contact = await truto.contacts.delete("<resource_id>", {
  integrated_account_id: "<integrated_account_id>",
});

console.log("deleted", contact.id);
