import ky from "ky";
import { headers, path, query, type Target } from "../target.ts";

/** Deletes a contact with ky. */
export function connect({ baseUrl, fetch }: Target) {
  const client = ky.create({ prefix: baseUrl, fetch, headers });
  return () => client.delete(path.slice(1), { searchParams: query }).json<{ id: string }>();
}
