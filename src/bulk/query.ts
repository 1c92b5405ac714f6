import { resolveQuery } from "../contacts.js";
import { TrutoInputError } from "../errors.js";
import { withoutPrototype } from "../options/names.js";
import { check } from "../options/resolve.js";
import { deepestQuery, encodeQuery } from "../transport/url.js";
import { kindOf } from "../values.js";
import type { DeleteContactsQuery } from "./types.js";

/** The query of every delete of a run, with its account. */
export type RunQuery = DeleteContactsQuery & { readonly integrated_account_id: string };

/**
 * Makes a deep copy of a run's query. Neither a later change by the caller nor a polluted prototype changes where a delete goes.
 * @throws {TrutoInputError} for a query with which no contact can be deleted
 */
export function copyQuery(given: DeleteContactsQuery<string>, defaultAccount: string | undefined): RunQuery {
  const { integrated_account_id, ...query } = resolveQuery(given, defaultAccount);
  check(!("truto_response_format" in query), "deleteContacts takes no truto_response_format");
  const copied = withoutPrototype({ integrated_account_id: `${integrated_account_id}`, ...query });
  for (const [name, value] of Object.entries(copied)) Reflect.set(copied, name, copy(value, 0));
  encodeQuery(copied);
  return copied;
}

function copy(value: unknown, depth: number): unknown {
  if (depth > deepestQuery) throw new TrutoInputError("the query contains itself, or is nested too deeply");
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
  if (value instanceof Date) return new Date(value);
  if (kindOf(value) !== "Object") return value;
  const entries = Object.entries(Object(value)).map(([key, item]) => [key, copy(item, depth + 1)]);
  return Object.fromEntries(entries);
}
