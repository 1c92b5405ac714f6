import { report } from "./report.js";
import { id, query, token } from "./request.js";

/** Asks a mock for the delete, and for two that are wrong, and prints the statuses of its answers. */
export async function reportAnswers(ask) {
  const url = `https://api.truto.one/unified/crm/contacts/${id}`;
  const headers = { Authorization: `Bearer ${token}` };
  const right = `integrated_account_id=${query.integrated_account_id}&truto_exclude_fields[]=tags&remote_query[a][b]=c`;
  const requests = {
    "the delete": new Request(`${url}?${right}`, { method: "DELETE", headers }),
    "without an account": new Request(url, { method: "DELETE", headers }),
    "without a token": new Request(`${url}?${right}`, { method: "DELETE" }),
  };
  const answered = {};
  for (const [name, request] of Object.entries(requests)) answered[name] = (await ask(request)).status;
  report([], answered);
}
