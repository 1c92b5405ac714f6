import { expectTypeOf, test } from "vitest";
import { type DeleteOutcome, deleteContacts } from "../../src/bulk/index.js";
import { createTrutoClient, type TrutoError } from "../../src/index.js";

const truto = createTrutoClient({ token: "t" });
const withDefault = createTrutoClient({ token: "t", integratedAccountId: "a" });

test("deleteContacts requires the account unless the client has a default", () => {
  deleteContacts(withDefault, ["1"]);
  deleteContacts(withDefault, ["1"], {}, { concurrency: 1 });
  deleteContacts(withDefault, ["1"], { integrated_account_id: "b" });
  deleteContacts(truto, new Set(["1"]), { integrated_account_id: "a" }, { onSend: async ({ key }) => key });
  // @ts-expect-error The account is missing.
  deleteContacts(truto, ["1"]);
  // @ts-expect-error The account is missing.
  deleteContacts(truto, ["1"], {});
});

test("deleteContacts requires the account for a stand-in for a client", () => {
  const contacts = { delete: async (id: string) => id };
  deleteContacts({ contacts }, ["1"], { integrated_account_id: "a" });
  // @ts-expect-error The account is missing.
  deleteContacts({ contacts }, ["1"]);
});

test("deleteContacts does not compile with unsupported arguments", () => {
  // @ts-expect-error No contact is read, so there is no format.
  deleteContacts(withDefault, ["1"], { truto_response_format: "raw" });
  // @ts-expect-error An unknown parameter.
  deleteContacts(withDefault, ["1"], { account: "a" });
  // @ts-expect-error An unknown option.
  deleteContacts(withDefault, ["1"], {}, { retries: 1 });
  // @ts-expect-error Ids are strings.
  deleteContacts(withDefault, [1]);
});

test("An outcome has an error exactly when it is unknown or failed", async () => {
  for await (const result of deleteContacts(withDefault, ["1"])) {
    expectTypeOf(result).toEqualTypeOf<DeleteOutcome>();
    if (result.outcome === "gone") expectTypeOf(result.mayHaveBeenApplied).toEqualTypeOf<boolean>();
    else if (result.outcome !== "deleted") expectTypeOf(result.error).toEqualTypeOf<TrutoError>();
  }
});
