import { headers, path, query } from "../target.ts";

/** The least that deletes a contact: the measure of all others. */
export function connect(baseUrl: string) {
  return async (): Promise<{ id: string }> => {
    const url = `${baseUrl}${path}?integrated_account_id=${query.integrated_account_id}`;
    return (await fetch(url, { method: "DELETE", headers })).json();
  };
}
