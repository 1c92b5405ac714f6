import { describe, expectTypeOf, it } from "vitest";
import { createTrutoApi } from "../../src/api.js";
import {
  type Contact,
  type Contacts,
  type components,
  contactFields,
  createTrutoClient,
  type Integration,
  type RetryEvent,
  type TrutoApiError,
  type TrutoClient,
  type TrutoConnectionError,
} from "../../src/index.js";

const token = "t";

describe("the options of a client", () => {
  it("require only a token, as a string or a function", () => {
    createTrutoClient({ token });
    createTrutoClient({ token: () => token });
    createTrutoClient({ token: async () => token });
    // @ts-expect-error no options
    createTrutoClient();
    // @ts-expect-error no token
    createTrutoClient({});
    // @ts-expect-error perhaps no token
    createTrutoClient({ token: {} as string | undefined });
    // @ts-expect-error a function that does not return a string
    createTrutoClient({ token: () => 1 });
  });

  it("allow no unknown property", () => {
    createTrutoClient({
      token,
      integratedAccountId: "a",
      baseUrl: "https://api.truto.one",
      timeout: 30_000,
      maxRetries: 2,
      maxRetryDelay: 60_000,
      headers: { "x-a": "1" },
      fetch,
      onRetry: () => {},
    });
    // @ts-expect-error a typo
    createTrutoClient({ token, baseURL: "https://api.truto.one" });
    // @ts-expect-error unknown
    createTrutoClient({ token, retries: 1 });
    // @ts-expect-error a text for a number
    createTrutoClient({ token, timeout: "30s" });
    // @ts-expect-error a number for a text
    createTrutoClient({ token, integratedAccountId: 1 });
    // @ts-expect-error not a function
    createTrutoClient({ token, fetch: {} });
  });

  it("decide if a call requires the account", () => {
    expectTypeOf(createTrutoClient({ token })).toEqualTypeOf<TrutoClient<undefined>>();
    expectTypeOf(createTrutoClient({ token }).contacts).toEqualTypeOf<Contacts<undefined>>();
    const withDefault = createTrutoClient({ token, integratedAccountId: "a" });
    expectTypeOf(withDefault).toExtend<TrutoClient<string>>();
    expectTypeOf(withDefault.contacts).toExtend<Contacts<string>>();
  });

  it("don't matter to a function that accepts any client", () => {
    const run = (truto: TrutoClient) => truto.contacts.delete("1", { integrated_account_id: "a" });
    run(createTrutoClient({ token }));
    run(createTrutoClient({ token, integratedAccountId: "a" }));
    // @ts-expect-error a client of any kind may have no default account
    (truto: TrutoClient) => truto.contacts.delete("1");
  });

  it("type the argument of onRetry", () => {
    createTrutoClient({
      token,
      onRetry(event) {
        expectTypeOf(event).toEqualTypeOf<RetryEvent>();
        expectTypeOf(event.attempt).toBeNumber();
        expectTypeOf(event.delay).toBeNumber();
        expectTypeOf(event.status).toEqualTypeOf<number | undefined>();
        expectTypeOf(event.reason).toEqualTypeOf<TrutoApiError | TrutoConnectionError>();
      },
    });
  });
});

describe("the options of a call", () => {
  const { contacts } = createTrutoClient({ token, integratedAccountId: "a" });

  it("allow no unknown property", () => {
    const { signal } = new AbortController();
    contacts.delete("1", {}, { signal, timeout: 1, maxRetries: 0, headers: [["x-a", "1"]] });
    // @ts-expect-error a typo
    contacts.delete("1", {}, { maxRetry: 0 });
    // @ts-expect-error an option of the client
    contacts.delete("1", {}, { baseUrl: "https://api.truto.one" });
    // @ts-expect-error a text for a number
    contacts.delete("1", {}, { timeout: "1s" });
    // @ts-expect-error a controller for its signal
    contacts.delete("1", {}, { signal: new AbortController() });
  });
});

describe("a client", () => {
  it("is read-only and has no unknown property", () => {
    const truto = createTrutoClient({ token });
    expectTypeOf<keyof typeof truto>().toEqualTypeOf<"contacts">();
    expectTypeOf<keyof typeof truto.contacts>().toEqualTypeOf<"delete">();
    // @ts-expect-error read-only
    truto.contacts = createTrutoClient({ token }).contacts;
    // @ts-expect-error no such operation
    truto.contacts.list;
  });
});

describe("createTrutoApi", () => {
  const api = createTrutoApi({ token });
  const path = { id: "1" };

  it("is typed by the contract", async () => {
    const query = { integrated_account_id: "a", "truto_exclude_fields[]": ["tags"] };
    const { data, error } = await api.DELETE("/unified/crm/contacts/{id}", { params: { path, query } });
    expectTypeOf<Contact>().toExtend<typeof data>();
    if (error) expectTypeOf(error).toEqualTypeOf<components["schemas"]["TrutoError"]>();
  });

  it("does not compile with anything outside the contract", () => {
    // @ts-expect-error no such path
    api.DELETE("/unified/crm/contact/{id}", { params: { path } });
    // @ts-expect-error no such method
    api.GET("/unified/crm/contacts/{id}", { params: { path } });
    // @ts-expect-error no account
    api.DELETE("/unified/crm/contacts/{id}", { params: { path } });
    const query = { integrated_account_id: "a", truto_response_format: "json" } as const;
    // @ts-expect-error no such format
    api.DELETE("/unified/crm/contacts/{id}", { params: { path, query } });
  });
});

describe("contactFields", () => {
  it("has the integrations of each field", () => {
    expectTypeOf(contactFields.first_name).toEqualTypeOf<readonly ["nutshell"]>();
    expectTypeOf(contactFields["addresses[].city"]).toEqualTypeOf<readonly []>();
    expectTypeOf<(typeof contactFields.id)[number]>().toEqualTypeOf<Integration>();
    expectTypeOf<keyof Contact>().toExtend<keyof typeof contactFields>();
    // @ts-expect-error not a field of a contact
    contactFields.nickname;
    // @ts-expect-error read-only
    contactFields.id = [];
  });
});
