import { createTrutoClient } from "truto-crm-client";
export const truto = createTrutoClient({
  token: "token",
  integratedAccountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
  baseUrl: process.env.TRUTO_BASE_URL,
});
