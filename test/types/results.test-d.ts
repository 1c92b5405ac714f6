import { describe, expectTypeOf, it } from "vitest";
import {
  type ApiPromise,
  type Contact,
  createTrutoClient,
  type DeleteContactQuery,
  type DeletedContact,
  type NormalizedContact,
  type RateLimit,
  type ResponseFormat,
} from "../../src/index.js";

const { contacts } = createTrutoClient({ token: "t", integratedAccountId: "a" });
const without = createTrutoClient({ token: "t" }).contacts;

describe("the result of a delete", () => {
  it("is a Contact by default", () => {
    expectTypeOf(contacts.delete("1")).resolves.toEqualTypeOf<Contact>();
    expectTypeOf(contacts.delete("1", {})).resolves.toEqualTypeOf<Contact>();
    expectTypeOf(contacts.delete("1", undefined, { timeout: 1 })).resolves.toEqualTypeOf<Contact>();
    expectTypeOf(without.delete("1", { integrated_account_id: "a" })).resolves.toEqualTypeOf<Contact>();
    expectTypeOf(contacts.delete("1", { remote_query: { a: [1] } })).resolves.toEqualTypeOf<Contact>();
  });

  it("follows the format", () => {
    const unified = contacts.delete("1", { truto_response_format: "unified" });
    const normalized = contacts.delete("1", { truto_response_format: "normalized" });
    const raw = contacts.delete("1", { truto_response_format: "raw" });
    const stream = contacts.delete("1", { truto_response_format: "stream" });
    expectTypeOf(unified).resolves.toEqualTypeOf<Contact>();
    expectTypeOf(normalized).resolves.toEqualTypeOf<NormalizedContact>();
    expectTypeOf(raw).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(stream).resolves.toEqualTypeOf<ReadableStream<Uint8Array>>();
  });

  it("is the same for a client without a default account", () => {
    const stream = without.delete("1", { integrated_account_id: "a", truto_response_format: "stream" });
    const slim = without.delete("1", { integrated_account_id: "a", truto_exclude_fields: ["tags"] });
    expectTypeOf(stream).resolves.toEqualTypeOf<ReadableStream<Uint8Array>>();
    expectTypeOf(slim).resolves.toEqualTypeOf<Omit<Contact, "tags">>();
  });

  it("lacks the excluded fields", async () => {
    const slim = await contacts.delete("1", { truto_exclude_fields: ["tags", "urls"] });
    expectTypeOf(slim).toEqualTypeOf<Omit<Contact, "tags" | "urls">>();
    expectTypeOf(slim.id).toBeString();
    // @ts-expect-error excluded
    slim.tags;
    const nameless = await contacts.delete("1", { truto_exclude_fields: ["id"] });
    // @ts-expect-error excluded
    nameless.id;
    expectTypeOf(contacts.delete("1", { truto_exclude_fields: [] })).resolves.toEqualTypeOf<Contact>();
  });

  it("lacks the remote data that is ignored", async () => {
    const lean = await contacts.delete("1", { truto_ignore_remote_data: true });
    expectTypeOf(lean).toEqualTypeOf<Omit<Contact, "remote_data">>();
    // @ts-expect-error ignored
    lean.remote_data;
    const whole = await contacts.delete("1", { truto_ignore_remote_data: false });
    expectTypeOf(whole).toEqualTypeOf<Contact>();
  });

  it("lacks the excluded fields and the remote data together", () => {
    const query = { truto_exclude_fields: ["tags"], truto_ignore_remote_data: true } as const;
    const both = contacts.delete("1", query);
    expectTypeOf(both).resolves.toEqualTypeOf<Omit<Contact, "tags" | "remote_data">>();
  });

  it("may lack any field when the list is built at run time", () => {
    const truto_exclude_fields: (keyof Contact)[] = [];
    const contact = contacts.delete("1", { truto_exclude_fields });
    expectTypeOf(contact).resolves.toEqualTypeOf<Partial<Contact>>();
  });

  it("ignores the list and the flag in the other formats", () => {
    const others = { truto_exclude_fields: ["tags"], truto_ignore_remote_data: true } as const;
    const raw = contacts.delete("1", { ...others, truto_response_format: "raw" });
    const normalized = contacts.delete("1", { ...others, truto_response_format: "normalized" });
    expectTypeOf(raw).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(normalized).resolves.toEqualTypeOf<NormalizedContact>();
  });

  it("is the union of the formats' results for a format known only at run time", () => {
    const some = {} as "unified" | "stream";
    const union = contacts.delete("1", { truto_response_format: some });
    expectTypeOf(union).resolves.toEqualTypeOf<Contact | ReadableStream<Uint8Array>>();
    const any = contacts.delete("1", { truto_response_format: {} as ResponseFormat });
    expectTypeOf(any).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(without.delete("1", {} as DeleteContactQuery)).resolves.toEqualTypeOf<unknown>();
  });

  it("has an exported name for functions that wrap a delete", () => {
    expectTypeOf<
      DeletedContact<{ truto_response_format: "normalized" }>
    >().toEqualTypeOf<NormalizedContact>();
    expectTypeOf<DeletedContact<{ truto_exclude_fields: ["name"] }>>().toEqualTypeOf<Omit<Contact, "name">>();
    expectTypeOf<DeletedContact<{ integrated_account_id: string }>>().toEqualTypeOf<Contact>();
  });
});

describe("a result", () => {
  it("has a certain id and other fields that may be missing", async () => {
    const contact = await contacts.delete("1");
    expectTypeOf(contact.id).toEqualTypeOf<string>();
    expectTypeOf(contact.email_addresses?.[0]?.email).toEqualTypeOf<string | undefined>();
    // @ts-expect-error it may not be there
    contact.tags.length;
    // @ts-expect-error no field of a contact
    contact.nickname;
  });

  it("must be narrowed in the formats raw and normalized", async () => {
    const raw = await contacts.delete("1", { truto_response_format: "raw" });
    // @ts-expect-error unknown
    raw.id;
    const normalized = await contacts.delete("1", { truto_response_format: "normalized" });
    expectTypeOf(normalized.id).toBeUnknown();
  });

  it("has the same data in withResponse", async () => {
    const call = contacts.delete("1", { truto_exclude_fields: ["tags"] });
    expectTypeOf(call).toEqualTypeOf<ApiPromise<Omit<Contact, "tags">>>();
    expectTypeOf(call).toExtend<Promise<Omit<Contact, "tags">>>();
    const { data, response, attempts, rateLimit } = await call.withResponse();
    expectTypeOf(data).toEqualTypeOf<Omit<Contact, "tags">>();
    expectTypeOf(response).toEqualTypeOf<Response>();
    expectTypeOf(attempts).toBeNumber();
    expectTypeOf(rateLimit).toEqualTypeOf<RateLimit | undefined>();
  });
});
