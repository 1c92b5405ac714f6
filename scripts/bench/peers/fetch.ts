import { headers, path, query, type Target } from "../target.ts";

/** The least that deletes a contact: the measure of all others. */
export function connect({ baseUrl, fetch = globalThis.fetch }: Target) {
  return async (): Promise<{ id: string }> => {
    const url = `${baseUrl}${path}?integrated_account_id=${query.integrated_account_id}`;
    return (await fetch(url, { method: "DELETE", headers })).json();
  };
}
