import type { components } from "../../generated/schema.js";
import type { Call } from "./call.js";
import type { PrismAnswer, Violation } from "./engine.js";

type ErrorBody = components["schemas"]["TrutoError"];
type ErrorInsight = components["schemas"]["ErrorInsight"];

/**
 * Finds the violations that Prism misses: query parameters that are unknown, written in another form, or
 * are empty.
 * @param found the violations that Prism found
 */
export function parameterViolations({ operation, query }: Call, found: readonly Violation[]): Violation[] {
  const known = operation.request?.query ?? [];
  const violation = (name: string, fault: string) => ({
    path: ["query", name],
    code: "unknown",
    message: `Request query parameter ${name} ${fault}`,
    severity: 0,
  });
  return [...new Set(query.keys())].flatMap((name) => {
    const base = name.replace(/\[.*/s, "");
    const parameter = known.find((one) => one.name.replace("[]", "") === base);
    if (!parameter) return [violation(name, "is unknown")];
    const nests = parameter.schema?.type === "object";
    if (nests && name.startsWith(`${base}[`)) return [];
    if (nests) return [violation(name, `must be written ${base}[…]`)];
    if (name !== parameter.name) return [violation(name, `must be written ${parameter.name}`)];
    const isFound = found.some(
      ({ path = [], message }) => path.includes(name) || message.includes(`'${name}'`),
    );
    return query.getAll(name).includes("") && !isFound ? [violation(name, "must not be empty")] : [];
  });
}

/** Truto's response to an invalid request. */
export function badRequest(violations: Violation[]): ErrorBody {
  const faults = violations.map(readFault);
  const missing = (place: string) => faults.filter((one) => one.isMissing && one.place === place);
  const [parameters, fields] = [missing("query"), missing("body")].map((all) => all.map(({ name }) => name));
  const insight: ErrorInsight = {};
  if (parameters?.length) {
    const description = "The request lacks required query parameters.";
    insight.missing_required_query_parameters = { description, value: parameters };
  }
  if (fields?.length) {
    const description = "The request lacks required fields of the body.";
    insight.missing_required_body_fields = { description, value: fields };
  }
  return {
    statusCode: 400,
    error: "Bad Request",
    message: faults
      .map(({ name, isMissing, text }) => `${name} ${isMissing ? "is required" : text}`)
      .join("; "),
    details: Object.fromEntries(
      faults.map(({ name, isMissing, text }) => [name, [isMissing ? "Required" : text]]),
    ),
    ...(Object.keys(insight).length > 0 && { truto_error_insight: insight }),
  };
}

/** Parses Prism's sentence: `Request query parameter a must be boolean`, or one about a missing property. */
function readFault({ path = [], code, message }: Violation) {
  const [place = "request", ...names] = path;
  const isMissing = code === "required";
  const [, property] = (isMissing && /'(.+)'$/.exec(message)) || [];
  const name = [...names, ...(property ? [property] : [])].join(".") || place;
  return { place, name, isMissing, text: message.replace(/^Request \w+ ((parameter|property) \S+ )?/, "") };
}

/** Writes violations in the form of Prism's `sl-violations`. */
export function violationsHeader({ input, output }: PrismAnswer["validations"]): string {
  const write =
    (root: string) =>
    ({ path = [], severity, code, message }: Violation) => ({
      location: [root, ...path],
      severity: ["Error", "Warning", "Information", "Hint"][severity],
      code,
      message,
    });
  const all = [...input.map(write("request")), ...output.map(write("response"))];
  // Header values must be ASCII.
  return JSON.stringify(all).replace(
    /[^ -~]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
