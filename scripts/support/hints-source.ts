import { header, type Response, resolveRef, type Spec } from "./spec.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What to do about each error status, told apart by who failed. */
export function hintsSource(spec: Spec): string {
  const responses = Object.values(spec.paths)
    .flatMap((path) => methods.flatMap((method) => Object.entries(path[method]?.responses ?? {})))
    .map(([status, response]) => [status, resolveRef(spec.components.responses, response)] as const);
  const table = (extension: keyof Omit<Response, "$ref">) => {
    const rows = new Map<string, string>();
    for (const [status, response] of responses) {
      const hint = response[extension];
      if (hint !== undefined)
        rows.set(status.replace(/XX$/, ""), `  ${status.replace(/XX$/, "")}: ${JSON.stringify(hint)},\n`);
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
