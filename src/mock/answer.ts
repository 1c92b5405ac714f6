import { STATUS_CODES } from "node:http";
import { isObject } from "../values.js";
import { type Call, excludeName, ignoreName } from "./call.js";
import { type MockConfig, PrismRefusal } from "./engine.js";

/** Picks the example that a call asks for by name, else the one named as its format. @throws {PrismRefusal} for an unknown name. */
export function chooseAnswer({ operation, format, prefer }: Call, accept: string): MockConfig {
  const { code, example, dynamic } = prefer;
  if (code !== undefined && !(code >= 200 && code <= 599)) {
    throw new PrismRefusal("Prefer: code takes a status from 200 to 599");
  }
  const config = {
    dynamic,
    ...(code !== undefined && { code }),
    // An error is JSON, whatever a success would be.
    ...(code !== undefined && code >= 400 && { mediaTypes: ["application/json"] }),
  };
  const wanted = String(code ?? 200);
  const response = [wanted, `${wanted[0]}XX`, "default"]
    .map((one) => operation.responses.find((response) => response.code === one))
    .find((found) => found !== undefined);
  const contents = response?.contents ?? [];
  const name = example ?? format;
  const content = contents.find(({ examples = [] }) => examples.some(({ key }) => key === name));
  if (example !== undefined && content === undefined) {
    const names = contents.flatMap(({ examples = [] }) => examples.map(({ key }) => key));
    throw new PrismRefusal(`${wanted} has no example ${example}: it has ${names.join(", ") || "none"}`);
  }
  if (content === undefined || (dynamic && example === undefined)) return config;
  const isAccepted = accept === "" || accept.includes("*") || accept.includes(content.mediaType);
  if (example === undefined && !isAccepted) return config;
  return { ...config, exampleKey: name, mediaTypes: [content.mediaType] };
}

/** Makes an example the answer to this very call: its id, its status, and no field that it excludes. */
export function fitBody(body: unknown, status: number, { operation, path, query, format }: Call): unknown {
  if (body === undefined) return undefined;
  let fitted: unknown = body;
  for (const { name, examples = [] } of operation.request?.path ?? []) {
    const [example] = examples;
    const asked = path[name];
    if (asked !== undefined && example && "value" in example)
      fitted = replaceId(fitted, String(example.value), asked);
  }
  if (!isObject(fitted)) return fitted;
  if (status >= 400) return { ...fitted, statusCode: status, error: STATUS_CODES[status] ?? fitted.error };
  if (format !== "unified" && format !== "normalized") return fitted;
  const excluded = query.getAll(excludeName);
  if (query.get(ignoreName) === "true") excluded.push("remote_data");
  const whole = typeof fitted.id === "string" ? { ...fitted, ...path } : fitted;
  return Object.fromEntries(Object.entries(whole).filter(([field]) => !excluded.includes(field)));
}

/** Puts an id in the place of the contract's, also inside of a text, and as a number where that was one. */
function replaceId(body: unknown, example: string, asked: string): unknown {
  const number = String(Number(asked)) === asked ? Number(asked) : asked;
  return JSON.parse(JSON.stringify(body), (_, value: unknown) => {
    if (typeof value === "string") return value.replaceAll(example, () => asked);
    return value === Number(example) ? number : value;
  });
}
