import { inspect } from "node:util";
import {
  createTrutoClient,
  type DeleteContactQuery,
  type FetchInit,
  TrutoApiError,
} from "../../src/index.js";
import { createMockFetch } from "../../src/mock/index.js";

type Query = DeleteContactQuery<string>;

const id = "23423523";
const asStream: Query = { truto_response_format: "stream" };
const withoutTags: Query = { truto_exclude_fields: ["tags", "urls"] };
const nested: Query = { remote_query: { options: { cascade: ["notes", "tasks"], force: true } } };

/** What each delete shows, the type of its result, its query, and the answer to ask the mock for. */
const steps: [title: string, type: string, query: Query, prefer: string][] = [
  ["unified, the default", "Contact", {}, "example=unified"],
  ["normalized", "NormalizedContact", { truto_response_format: "normalized" }, "example=normalized"],
  ["raw, what the CRM answered", "unknown", { truto_response_format: "raw" }, "example=raw"],
  ["stream, unread", "ReadableStream<Uint8Array>, read as text", asStream, "example=raw"],
  ["excluded fields", 'Omit<Contact, "tags" | "urls">', withoutTags, "example=minimal"],
  ["no remote data", 'Omit<Contact, "remote_data">', { truto_ignore_remote_data: true }, "example=minimal"],
  ["a nested remote_query", "Contact", nested, "example=minimal"],
  ["a contact that the CRM does not have", "Contact", {}, "code=404, example=provider"],
  ["a rate limit of 10 s, with a client that waits for 1 s at most", "Contact", {}, "code=429"],
];

/** Deletes a contact of a mock in every possible way, and prints each request and its result. */
export async function tour(contract: string): Promise<void> {
  const { contacts } = createTrutoClient({
    token: "any-token-will-do",
    integratedAccountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
    maxRetryDelay: 1_000,
    fetch: shown(await createMockFetch({ contract })),
  });
  console.log("The mock answers with examples of the contract; a Prefer header names the one to send.\n");
  for (const [index, [title, type, query, prefer]] of steps.entries()) {
    const given = inspect(query, { depth: null, compact: true, breakLength: Infinity });
    console.log(
      `${index + 1}. ${title}\n  truto.contacts.delete("${id}"${given === "{}" ? "" : `, ${given}`})`,
    );
    try {
      const data = await contacts.delete(id, query, { headers: { prefer } });
      showValue(type, data instanceof ReadableStream ? await new Response(data).text() : data);
    } catch (error) {
      if (!(error instanceof TrutoApiError)) throw error;
      const { name, message, status, isRemote, contactNotFound, retryAfter, mayHaveBeenApplied } = error;
      const facts = { message, status, isRemote, contactNotFound, retryAfter, mayHaveBeenApplied };
      showValue(name, Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)));
    }
  }
}

/** A `fetch` that prints each request's line and the status that comes back. */
function shown(send: (url: string, init: FetchInit) => Promise<Response>) {
  return async (url: string, init: FetchInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const target = pathname + search;
    const decoded = decodeURIComponent(target);
    console.log(`  > ${init.method} ${target}`);
    if (decoded !== target) console.log(`    that is ${decoded}`);
    const response = await send(url, init);
    console.log(`  < ${response.status} ${response.statusText}`);
    return response;
  };
}

/** Prints a value under the name of its type. */
function showValue(type: string, value: unknown): void {
  const text = inspect(value, { depth: null, breakLength: 100, compact: 4, colors: process.stdout.isTTY });
  console.log(`  ${type}: ${text.replaceAll("\n", "\n  ")}\n`);
}
