import { describe, expectTypeOf, it } from "vitest";
import {
  type Contact,
  createTrutoClient,
  type DeleteContactQuery,
  type operations,
  type ResponseFormat,
} from "../../src/index.js";

const { contacts } = createTrutoClient({ token: "t", integratedAccountId: "a" });
const without = createTrutoClient({ token: "t" }).contacts;

describe("the account", () => {
  it("is optional for a client that has a default", () => {
    contacts.delete("1");
    contacts.delete("1", { truto_ignore_remote_data: true });
    contacts.delete("1", { integrated_account_id: "b" });
  });

  it("is required for a client that has none", () => {
    without.delete("1", { integrated_account_id: "a" });
    // @ts-expect-error no account
    without.delete("1");
    // @ts-expect-error no account
    without.delete("1", {});
    // @ts-expect-error no account
    without.delete("1", { truto_ignore_remote_data: true });
    // @ts-expect-error no account
    without.delete("1", undefined, { timeout: 1 });
  });

  it("is required when the default may be undefined", () => {
    const integratedAccountId = {} as string | undefined;
    const perhaps = createTrutoClient({ token: "t", integratedAccountId }).contacts;
    perhaps.delete("1", { integrated_account_id: "a" });
    // @ts-expect-error perhaps no account
    perhaps.delete("1");
  });

  it("is a string, and never undefined", () => {
    // @ts-expect-error a number
    contacts.delete("1", { integrated_account_id: 1 });
    // @ts-expect-error undefined, which would be refused when it runs
    contacts.delete("1", { integrated_account_id: undefined });
    // @ts-expect-error undefined
    without.delete("1", { integrated_account_id: undefined });
  });
});

describe("a query", () => {
  it("has the operation's parameters under their wire names, without brackets", () => {
    type Wire = operations["deleteContact"]["parameters"]["query"];
    expectTypeOf<keyof DeleteContactQuery>().toEqualTypeOf<
      Exclude<keyof Wire, "truto_exclude_fields[]"> | "truto_exclude_fields"
    >();
    expectTypeOf<DeleteContactQuery>().toExtend<DeleteContactQuery<string>>();
    expectTypeOf<DeleteContactQuery["integrated_account_id"]>().toBeString();
    expectTypeOf<ResponseFormat>().toEqualTypeOf<"unified" | "raw" | "normalized" | "stream">();
  });

  it("accepts every parameter at once", () => {
    contacts.delete("1", {
      integrated_account_id: "a",
      truto_response_format: "unified",
      truto_ignore_remote_data: true,
      truto_exclude_fields: ["id", "name"],
      remote_query: { foo: { bar: ["baz", { since: new Date() }] }, none: null },
    });
  });

  it("may be built outside the call", () => {
    const query = { truto_response_format: "raw", truto_exclude_fields: ["tags"] } as const;
    contacts.delete("1", query);
    contacts.delete("1", {} as DeleteContactQuery<string>);
    contacts.delete("1", {} as DeleteContactQuery<string> | undefined);
    without.delete("1", {} as DeleteContactQuery);
  });

  it("does not compile with an unknown parameter", () => {
    // @ts-expect-error a typo
    without.delete("1", { integrated_acount_id: "a" });
    // @ts-expect-error a typo next to what is right
    without.delete("1", { integrated_account_id: "a", truto_ignore_remote_dat: true });
    // @ts-expect-error a typo
    contacts.delete("1", { truto_exclude_field: ["tags"] });
    // @ts-expect-error the brackets belong to the wire
    contacts.delete("1", { "truto_exclude_fields[]": ["tags"] });
    // @ts-expect-error another operation's parameter
    contacts.delete("1", { limit: 10 });
    const elsewhere = { truto_ignore_remote_data: true, limit: 10 };
    // @ts-expect-error another operation's parameter, made elsewhere
    contacts.delete("1", elsewhere);
  });

  it("does not compile with a value of the wrong type", () => {
    // @ts-expect-error no format
    contacts.delete("1", { truto_response_format: "json" });
    // @ts-expect-error any text
    contacts.delete("1", { truto_response_format: {} as string });
    // @ts-expect-error a text for a boolean
    contacts.delete("1", { truto_ignore_remote_data: "true" });
    // @ts-expect-error no field of a contact
    contacts.delete("1", { truto_exclude_fields: ["tag"] });
    // @ts-expect-error one wrong field among right ones
    contacts.delete("1", { truto_exclude_fields: ["tags", "nmae"] });
    // @ts-expect-error a nested field
    contacts.delete("1", { truto_exclude_fields: ["account.id"] });
    // @ts-expect-error any texts
    contacts.delete("1", { truto_exclude_fields: {} as string[] });
    // @ts-expect-error not a list
    contacts.delete("1", { truto_exclude_fields: "tags" });
    // @ts-expect-error a text for an object
    contacts.delete("1", { remote_query: "foo=bar" });
  });

  it("excludes only fields of a contact, in an array that may be read-only", () => {
    expectTypeOf<NonNullable<DeleteContactQuery["truto_exclude_fields"]>[number]>().toEqualTypeOf<
      keyof Contact
    >();
    contacts.delete("1", { truto_exclude_fields: [] as readonly (keyof Contact)[] });
  });
});

describe("the id", () => {
  it("is a required string", () => {
    // @ts-expect-error a number
    contacts.delete(23423523);
    // @ts-expect-error nothing
    contacts.delete();
    // @ts-expect-error perhaps nothing
    contacts.delete({} as string | undefined);
  });
});
