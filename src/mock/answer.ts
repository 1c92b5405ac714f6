import { STATUS_CODES } from "node:http";
import { isObject } from "../values.js";
import { type Call, excludeName, ignoreName } from "./call.js";
import { type MockConfig, type Operation, PrismRefusal } from "./engine.js";

type DocumentedResponse = Operation["responses"][number];

/**
 * Chooses the example that a call asks for by name, else the one named as its format.
 * @throws {PrismRefusal} for a status or an example that the contract does not have.
 */
export function chooseAnswer({ operation, format, prefer }: Call, accept: string): MockConfig {
  const { code, example, dynamic } = prefer;
  const response = chooseResponse(operation, code);
  const { contents = [] } = response;
  const name = example ?? format;
  const content = contents.find(({ examples = [] }) => examples.some(({ key }) => key === name));
  if (example !== undefined && content === undefined) {
    const names = contents.flatMap(({ examples = [] }) => examples.map(({ key }) => key));
    throw new PrismRefusal(
      `${code ?? response.code} has no example ${example}: it has ${names.join(", ") || "none"}`,
    );
  }
  const config = {
    dynamic,
    ...(code !== undefined && { code }),
    // An error is JSON in every format.
    ...(code !== undefined && code >= 400 && { mediaTypes: ["application/json"] }),
  };
  if (content === undefined || (dynamic && example === undefined)) return config;
  const isAccepted = accept === "" || accept.includes("*") || accept.includes(content.mediaType);
  if (example === undefined && !isAccepted) return config;
  return { ...config, exampleKey: name, mediaTypes: [content.mediaType] };
}

/** The contract's response for a status: its own, that of its range, or for an error the default. */
function chooseResponse({ responses }: Operation, code: number | undefined): DocumentedResponse {
  const codes = responses.map((response) => response.code);
  if (code !== undefined && !(code >= 200 && code <= 599)) {
    throw new PrismRefusal("Prefer: code takes a status from 200 to 599");
  }
  // `default` describes errors only.
  const wanted =
    code === undefined
      ? codes.filter((one) => one.startsWith("2")).sort()
      : [String(code), `${String(code)[0]}XX`, ...(code >= 400 ? ["default"] : [])];
  const found = wanted
    .map((one) => responses.find((response) => response.code === one))
    .find((response) => response !== undefined);
  if (found) return found;
  throw new PrismRefusal(`The contract has no ${code ?? "success"} here: it has ${codes.join(", ")}`);
}

/** Fits an example to the call: with its id and status, and without its excluded fields. */
export function fitBody(body: unknown, status: number, call: Call): unknown {
  if (body === undefined) return undefined;
  const fitted = replaceIds(body, call);
  if (!isObject(fitted)) return fitted;
  if (status >= 400) return { ...fitted, statusCode: status, error: STATUS_CODES[status] ?? fitted.error };
  return call.format === "unified" || call.format === "normalized" ? withoutExcluded(fitted, call) : fitted;
}

/** Replaces the contract's example values of the path by those of the request, also inside texts. */
function replaceIds(body: unknown, { operation, path }: Call): unknown {
  let replaced = body;
  for (const { name, examples: [example] = [] } of operation.request?.path ?? []) {
    const given = path[name];
    if (given === undefined || !example || !("value" in example)) continue;
    replaced = replaceId(replaced, String(example.value), given);
  }
  return replaced;
}

/** An id of digits stays a number where the example has a number. */
function replaceId(body: unknown, example: string, given: string): unknown {
  const isExact = Number.isSafeInteger(Number(given)) && String(Number(given)) === given;
  const number = isExact ? Number(given) : given;
  return JSON.parse(JSON.stringify(body), (_, value: unknown) => {
    if (typeof value === "string") return value.replaceAll(example, () => given);
    return value === Number(example) ? number : value;
  });
}

function withoutExcluded(body: Record<string, unknown>, { path, query }: Call): Record<string, unknown> {
  const excluded = query.getAll(excludeName);
  if (query.get(ignoreName) === "true") excluded.push("remote_data");
  const fields = Object.entries(body).filter(([field]) => !excluded.includes(field));
  // The ids in made-up data are not those of the examples.
  return Object.fromEntries(
    fields.map(([field, value]) => [field, typeof value === "string" ? (path[field] ?? value) : value]),
  );
}
