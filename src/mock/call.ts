import type { operations } from "../../generated/schema.js";
import { type Operation, PrismRefusal, type PrismRequest } from "./engine.js";

/** The names of the query parameters of all operations. */
type QueryName<O = operations[keyof operations]> = O extends { parameters: { query?: infer Query } }
  ? keyof NonNullable<Query>
  : never;

/** The query parameters that select the response. */
const formatName = "truto_response_format" satisfies QueryName;
export const excludeName = "truto_exclude_fields[]" satisfies QueryName;
export const ignoreName = "truto_ignore_remote_data" satisfies QueryName;

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** A request for an operation of the contract. */
export interface Call {
  operation: Operation;
  method: PrismRequest["method"];
  /** The values in the path, decoded, by name. */
  path: Record<string, string>;
  query: URLSearchParams;
  format: string;
  prefer: Preferences;
}

/** The preferences in a `Prefer` header. */
interface Preferences {
  code: number | undefined;
  example: string | undefined;
  dynamic: boolean;
}

/**
 * Finds the operation of a request, or returns the error status if there is none.
 * @param prefer the preferences, in the form of a `Prefer` header
 * @throws {PrismRefusal} for a path that can't be decoded
 */
export function readCall(request: Request, prefer: string, all: readonly Operation[]): Call | 404 | 405 {
  const { pathname, searchParams: query } = new URL(request.url);
  const here = all.flatMap((operation) => {
    const path = matchPath(operation.path, pathname);
    return path ? [{ operation, path }] : [];
  });
  if (here.length === 0) return 404;
  const method = methods.find((one) => one.toUpperCase() === request.method);
  const found = here.find(({ operation }) => operation.method === method);
  if (method === undefined || found === undefined) return 405;
  const format = query.get(formatName) ?? "unified";
  return { ...found, method, query, format, prefer: readPreferences(prefer) };
}

function matchPath(template: string, pathname: string): Record<string, string> | undefined {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const values = new RegExp(`^${template.replace(/\{[^}]+\}/g, "([^/]+)")}$`).exec(pathname)?.slice(1);
  return values && Object.fromEntries(names.map((name, index) => [name, decode(values[index] ?? "")]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new PrismRefusal(`The path has a segment that is not percent-encoded: ${segment}`);
  }
}

/** Reads `code=404, example=provider`. @see https://www.rfc-editor.org/rfc/rfc7240 */
function readPreferences(header: string): Preferences {
  const given = new Map(
    header.split(/[,;]/).map((preference): [string, string] => {
      const [name = "", value = ""] = preference.split("=");
      return [name.trim().toLowerCase(), value.trim().replaceAll('"', "")];
    }),
  );
  const code = given.get("code");
  return {
    code: code === undefined ? undefined : Number(code),
    example: given.get("example"),
    dynamic: given.get("dynamic") === "true",
  };
}
