import ky from "ky";
import { headers, path, query } from "../target.ts";

/** Deletes a contact with ky. */
export function connect(baseUrl: string) {
  const client = ky.create({ prefix: baseUrl, headers });
  return () => client.delete(path.slice(1), { searchParams: query }).json<{ id: string }>();
}
