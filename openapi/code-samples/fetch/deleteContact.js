const url = new URL("https://api.truto.one/unified/crm/contacts/<resource_id>");
url.searchParams.set("integrated_account_id", "<integrated_account_id>");

const response = await fetch(url, {
  method: "DELETE",
  headers: { Authorization: "Bearer <your_api_token>" },
  redirect: "error", // a followed redirect would turn the delete into a GET
});

if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);

console.log(response.status === 204 ? "deleted" : await response.json());
