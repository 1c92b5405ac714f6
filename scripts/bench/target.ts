/** The contact that every peer deletes, its account, and the token. */
export const contactId = "23423523";
export const query = { integrated_account_id: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" };
export const token = "b1946ac92492d2347c6235b4d2611184";

/** The path and the headers of the delete, for peers that know nothing of the API. */
export const path = `/unified/crm/contacts/${contactId}`;
export const headers = { authorization: `Bearer ${token}` };
