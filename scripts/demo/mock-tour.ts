import { inspect } from "node:util";
import type { DeleteContactQuery } from "../../src/index.js";
import type { ClientModule } from "./built-client.js";
import { showError, shownFetch, showValue } from "./show.js";

/** A delete of the tour. */
type Step = {
  title: string;
  query: DeleteContactQuery<string>;
  /** What the compiler makes of the result. */
  type: string;
  /** The answer to ask the mock for. */
  prefer: string;
};

const id = "23423523";

const successes: Step[] = [
  { title: "unified, the default", query: {}, type: "Contact", prefer: "example=unified" },
  {
    title: "normalized",
    query: { truto_response_format: "normalized" },
    type: "NormalizedContact",
    prefer: "example=normalized",
  },
  {
    title: "raw, what the CRM answered",
    query: { truto_response_format: "raw" },
    type: "unknown",
    prefer: "example=raw",
  },
  {
    title: "stream, the same bytes unread",
    query: { truto_response_format: "stream" },
    type: "ReadableStream<Uint8Array>, read as text",
    prefer: "example=raw",
  },
  {
    title: "excluded fields",
    query: { truto_exclude_fields: ["tags", "urls"] },
    type: 'Omit<Contact, "tags" | "urls">',
    prefer: "example=minimal",
  },
  {
    title: "ignored remote data",
    query: { truto_ignore_remote_data: true },
    type: 'Omit<Contact, "remote_data">',
    prefer: "example=minimal",
  },
  {
    title: "a nested remote_query",
    query: { remote_query: { options: { cascade: ["notes", "tasks"], force: true } } },
    type: "Contact",
    prefer: "example=minimal",
  },
];

const failures: Step[] = [
  {
    title: "a contact that the CRM does not have",
    query: {},
    type: "Contact",
    prefer: "code=404, example=provider",
  },
  {
    title: "a rate limit that asks for 10 s, with a client that waits for 1 s at most",
    query: {},
    type: "Contact",
    prefer: "code=429",
  },
];

/** Deletes a contact of the mock in every way there is, and prints each request and what came back. */
export async function tourMock(
  { createTrutoClient, TrutoApiError }: ClientModule,
  baseUrl: string,
): Promise<void> {
  const { contacts } = createTrutoClient({
    token: "any-token-will-do",
    integratedAccountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
    baseUrl,
    maxRetryDelay: 1_000,
    fetch: shownFetch,
  });
  let number = 0;
  const send = ({ title, query, prefer }: Step) => {
    const parameters =
      Object.keys(query).length > 0
        ? `, ${inspect(query, { depth: null, compact: true, breakLength: Infinity })}`
        : "";
    console.log(`${++number}. ${title}\n  truto.contacts.delete("${id}"${parameters})`);
    return contacts.delete(id, query, { headers: { prefer } });
  };

  console.log(
    `\nThe mock at ${baseUrl} answers with examples of the contract; a Prefer header names the one to send.\n`,
  );
  for (const step of successes) {
    const data = await send(step);
    showValue(step.type, data instanceof ReadableStream ? await new Response(data).text() : data);
  }
  for (const step of failures) {
    const data = await send(step).catch((error: unknown) => error);
    if (!(data instanceof TrutoApiError))
      throw new Error(`This should have been an API error: ${inspect(data)}`);
    showError(data);
  }
}
