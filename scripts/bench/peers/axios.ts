import axios from "axios";
import { headers, path, query, type Target } from "../target.ts";

/** Deletes a contact with axios: over its own transport, or over a `fetch` where one is given. */
export function connect({ baseUrl, fetch }: Target) {
  const client = axios.create({
    baseURL: baseUrl,
    headers,
    ...(fetch && { adapter: "fetch", env: { fetch } }),
  });
  return async () => (await client.delete<{ id: string }>(path, { params: query })).data;
}
