import { deleteContact } from "../../generated/operations.js";
import { TrutoInputError } from "../errors.js";
import { checkNames } from "../options/names.js";
import { check } from "../options/resolve.js";
import { encodeQuery } from "../transport/url.js";
import { kindOf } from "../values.js";
import type { DeleteContactsQuery } from "./types.js";

const queryNames = deleteContact.query.map((name) => name.replace("[]", ""));

/** Deeper than any query that means something, and a certain end for one that contains itself. */
const deepestQuery = 100;

/** The query of every delete of a run, with its account. */
export type RunQuery = DeleteContactsQuery & { readonly integrated_account_id: string };

/**
 * Copies the query of a run, deeply: neither a later change of the caller's nor a polluted prototype changes where a delete goes.
 * @throws {TrutoInputError} for a query with which no contact could be deleted
 */
export function copyQuery(query: DeleteContactsQuery<string>, defaultAccount: string | undefined): RunQuery {
  checkNames("query parameter", query, queryNames);
  check(!Object.hasOwn(query, "truto_response_format"), "deleteContacts takes no truto_response_format");
  const { integrated_account_id = undefined, ...copied } = copy(
    { ...query },
    0,
  ) as DeleteContactsQuery<string>;
  const account = Object.hasOwn(query, "integrated_account_id") ? integrated_account_id : defaultAccount;
  check(
    typeof account === "string" && account !== "",
    "integrated_account_id is missing: name it in the query or give the client a default",
  );
  encodeQuery(copied);
  return { ...copied, integrated_account_id: account };
}

function copy(value: unknown, depth: number): unknown {
  if (depth > deepestQuery) throw new TrutoInputError("the query contains itself, or is nested too deeply");
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
  if (value instanceof Date) return new Date(value);
  if (kindOf(value) !== "Object") return value;
  const entries = Object.entries(Object(value)).map(([key, item]) => [key, copy(item, depth + 1)]);
  return Object.fromEntries(entries);
}
