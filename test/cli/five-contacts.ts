import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import manifest from "../../package.json" with { type: "json" };
import type { Header } from "../../src/cli/report/entry.js";
import type { TestServer } from "../support/server.js";
import { type Around, account, type Folder, runCommand, withoutProgram } from "./command.js";

/** The contacts. */
export const five = ["a", "b", "c", "d", "e"];
const input = five.map((id) => `${id}\n`).join("");

/** Deletes the contacts `a` to `e`. The folder, the server's address and the program's name are cut from what is printed. */
export async function deleteFive(
  folder: Folder,
  server: { readonly url: string },
  more: readonly string[] = [],
  around?: Around,
) {
  const args = ["delete", "--from", await folder.ids(input), "--account", account, "--report", folder.report];
  const ended = await runCommand([...args, "--yes", "5", "--base-url", server.url, ...more], around);
  const clean = (text: string) =>
    withoutProgram(text)
      .replaceAll(`${folder.path("")}/`, "")
      .replaceAll(server.url, "URL");
  return { ...ended, stdout: clean(ended.stdout), stderr: clean(ended.stderr) };
}

/** The header of a report on these contacts. */
export function headerFor(server: { readonly url: string }): Header {
  const sha256 = createHash("sha256").update(input).digest("hex");
  return {
    report: "truto-crm-client delete",
    version: manifest.version,
    account,
    baseUrl: server.url,
    sha256,
    ids: 5,
  };
}

/** Writes a report with these lines. */
export async function writeReport(folder: Folder, ...lines: object[]): Promise<void> {
  await writeFile(folder.report, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Ids and idempotency keys of the requests that came. */
export function sent({ requests }: TestServer): [id: string, key: string][] {
  return requests.map(({ target, headers }) => {
    const [, id = ""] = /contacts\/([^?]+)/.exec(target) ?? [];
    return [id, String(headers["idempotency-key"])];
  });
}
