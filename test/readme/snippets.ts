import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";

const folder = resolve("test/readme/snippets");

/** Names that a snippet may use without declaring them. */
const prelude: Record<string, string> = {
  createTrutoClient: `import { createTrutoClient } from "truto-crm-client";`,
  truto: `const truto = createTrutoClient({ token: "any-token", integratedAccountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" });`,
  id: `const id = "23423523";`,
  ids: `const ids = ["1", "2", "3"];`,
  account: `const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";`,
  signal: "const { signal } = new AbortController();",
  test: `import { expect, test } from "vitest";`,
  mockUrl: `const mockUrl = "http://127.0.0.1:4010";`,
  readToken: `const readToken = async (account: string) => "token-of-" + account;`,
};

/** A block of code in a document. */
export interface Snippet {
  /** The path of the document. */
  file: string;
  /** The heading or the bold words above it. */
  title: string;
  language: string;
  code: string;
}

/** The code blocks of a document, each under the nearest heading or bold words above it. */
export function snippetsOf(file: string): Snippet[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = "", 2: code = "", index }) => {
      const titles = [...text.slice(0, index).matchAll(/^(?:#+ (.+)|\*\*(.+?)\*\*)/gm)].at(-1);
      return { file, title: titles?.[1] ?? titles?.[2] ?? "", language, code };
    },
  );
}

/** The snippet as a program, with declarations of the names that it uses before it. */
function programOf(code: string): string {
  const isUsed = (name: string, text: string) => new RegExp(`(?<!["/.-])\\b${name}\\b(?!["-])`).test(text);
  const isDeclared = (name: string) =>
    new RegExp(`^(const|function|class) ${name}\\b|^import [^;]*\\b${name}\\b[^;]* from`, "m").test(code);
  const names = Object.keys(prelude).filter((name) => isUsed(name, code) && !isDeclared(name));
  const needsClient = names.includes("truto") && !isDeclared("createTrutoClient");
  const all = new Set([...(needsClient ? ["createTrutoClient"] : []), ...names]);
  return `${[...all].map((name) => prelude[name]).join("\n")}\n${code}\nexport {};\n`;
}

/** Writes a program where its imports resolve to this repository. `removePrograms` removes the folder. */
export async function writeProgram(name: string, code: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  await writeFile(file, programOf(code));
  return file;
}

/** Removes every program. */
export function removePrograms(): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Runs a program of {@link writeProgram}. A server takes the place of Truto. */
export function runProgram(file: string, server: string, env: Record<string, string> = {}) {
  const preload = pathToFileURL(resolve("test/readme/preload.ts")).href;
  const args = ["--import", "tsx", "--import", preload, file];
  return execa(process.execPath, args, {
    // Removes the files that a snippet writes.
    cwd: folder,
    env: {
      TSX_TSCONFIG_PATH: resolve("test/readme/tsconfig.json"),
      SERVER: server,
      TRUTO_API_TOKEN: "any-token",
      ...env,
    },
    all: true,
    reject: false,
    timeout: 60_000,
  });
}
