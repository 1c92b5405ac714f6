import type { operations } from "../../generated/schema.js";
import type { Operation, PrismRequest } from "./engine.js";

type Query = NonNullable<operations[keyof operations]["parameters"]["query"]>;

/** The parameters with which a request shapes its answer. */
export const formatName = "truto_response_format" satisfies keyof Query;
export const excludeName = "truto_exclude_fields[]" satisfies keyof Query;
export const ignoreName = "truto_ignore_remote_data" satisfies keyof Query;

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** A request for an operation of the contract. */
export interface Call {
  operation: Operation;
  method: PrismRequest["method"];
  /** The values in the path, decoded, by name. */
  path: Record<string, string>;
  query: URLSearchParams;
  format: string;
  /** What its `Prefer` header asks of the mock. */
  prefer: { code: number | undefined; example: string | undefined; dynamic: boolean };
}

/** Finds the operation that a request is for; without one, gives the status that says so. */
export function readCall(request: Request, all: readonly Operation[]): Call | 404 | 405 {
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
  return { ...found, method, query, format, prefer: readPrefer(request.headers.get("prefer") ?? "") };
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
    return segment;
  }
}

/** Reads `code=404, example=provider`. @see https://www.rfc-editor.org/rfc/rfc7240 */
function readPrefer(header: string): Call["prefer"] {
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
