import axios from "axios";
import { headers, path, query } from "../target.ts";

/** Deletes a contact with axios. */
export function connect(baseUrl: string) {
  const client = axios.create({ baseURL: baseUrl, headers });
  return async () => (await client.delete<{ id: string }>(path, { params: query })).data;
}
