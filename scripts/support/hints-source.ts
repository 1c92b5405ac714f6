import { header, methods, resolveRef, type Spec } from "./spec.js";

/** What to do about each error status, told apart by who failed. */
export function hintsSource(spec: Spec): string {
  const responses = Object.values(spec.paths ?? {})
    .flatMap((path) => methods.flatMap((method) => Object.entries(path[method]?.responses ?? {})))
    .map(([status, response]) => [status, resolveRef(spec.components?.responses, response)] as const);
  const table = (extension: "x-truto-hint" | "x-truto-remote-hint") => {
    const rows = new Map<string, string>();
    for (const [status, { [extension]: hint }] of responses) {
      const key = status.replace(/XX$/, "");
      if (hint !== undefined) rows.set(key, `  ${key}: ${JSON.stringify(hint)},\n`);
    }
    return `{\n${[...rows.values()].join("")}}`;
  };
  const range = "A range such as 5XX is under its first digit.";
  return `${header}/** What to do when Truto answers with this status. ${range} */
export const hints: Readonly<Record<number, string>> = ${table("x-truto-hint")};

/** What to do when the CRM behind Truto answers with this status. ${range} */
export const remoteHints: Readonly<Record<number, string>> = ${table("x-truto-remote-hint")};
`;
}
