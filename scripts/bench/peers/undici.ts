import { request } from "undici";
import { headers, path, query, type Target } from "../target.ts";

/** Deletes a contact with undici's own `request`. */
export function connect({ baseUrl }: Target) {
  return async () => (await request(baseUrl + path, { method: "DELETE", query, headers })).body.json();
}
