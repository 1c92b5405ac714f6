import { headers, path, query } from "../target.ts";

/** The shortest program that deletes a contact. All others are compared with it. */
export function connect(baseUrl: string) {
  return async (): Promise<{ id: string }> => {
    const url = `${baseUrl}${path}?integrated_account_id=${query.integrated_account_id}`;
    return (await fetch(url, { method: "DELETE", headers })).json();
  };
}
