import { EventEmitter } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { main } from "../../src/cli/main.js";
import { token } from "../support/client.js";

/** The account that the commands of these tests delete in. */
export const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/** A line of a report. */
export interface ReportLine {
  [name: string]: unknown;
  n?: number;
  id?: string;
  sending?: string;
  outcome?: string;
}

/** A folder for one test. `await using` removes it. */
export interface Folder extends AsyncDisposable {
  /** The path of the report. */
  readonly report: string;
  /** Writes the ids and gives the file's path. */
  ids(content: string | Uint8Array): Promise<string>;
  /** The lines of the report, its header first. */
  lines(): Promise<ReportLine[]>;
  /** The names of the files in it. */
  files(): Promise<string[]>;
  /** The path of a file in it. */
  path(name: string): string;
}

/** Makes a folder for the files of a test. */
export async function makeFolder(): Promise<Folder> {
  const folder = await mkdtemp(join(tmpdir(), "truto-cli-"));
  const path = (name: string) => join(folder, name);
  return {
    report: path("run.ndjson"),
    path,
    async ids(content) {
      await writeFile(path("ids.txt"), content);
      return path("ids.txt");
    },
    files: async () => (await readdir(folder)).sort(),
    lines: async () => parseReport(await readFile(path("run.ndjson"), "utf8")),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** The header and the entries of a report. Each line must be JSON, except a line that a killed run left incomplete. */
export function parseReport(text: string): ReportLine[] {
  const lines = text.split("\n").slice(0, -1);
  const isBroken = (line: string, next = "") => /^{"(writer|report)"/.test(next) && !isJson(line);
  return lines
    .filter((line, index) => !isBroken(line, lines[index + 1]))
    .map((line) => JSON.parse(line))
    .filter(({ n, report }) => n !== undefined || report !== undefined);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The environment that a command runs in. */
export interface Around {
  env?: Record<string, string | undefined>;
  /** The text on standard input, or what is typed there; `null` for an input that never comes. */
  input?: string | null;
  /** What is typed on the terminal when standard input is something else. */
  typed?: string;
  /** Whether standard input and standard error are a terminal. @default false */
  isTTY?: boolean;
  /** Gets the emitter that stands for the process, to send signals to the command. */
  onStart?: (process: EventEmitter) => void;
}

/** How a command ended, and what it printed. */
export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the command in this process. */
export async function runCommand(args: readonly string[], around: Around = {}): Promise<Ended> {
  const { env = { TRUTO_API_TOKEN: token }, input = "", typed, isTTY = false } = around;
  let [stdout, stderr] = ["", ""];
  const events = new EventEmitter();
  const exited = new Promise<number>((resolve) => events.once("exit", resolve));
  around.onStart?.(events);
  const ending = main([...args], {
    env,
    stdin: Object.assign(input === null ? new PassThrough() : Readable.from([Buffer.from(input)]), { isTTY }),
    openTerminal: () => (typed === undefined ? undefined : Readable.from([Buffer.from(typed)])),
    stdout: {
      write(text) {
        stdout += text;
      },
    },
    stderr: {
      write(text) {
        stderr += text;
      },
      isTTY,
      columns: 200,
    },
    on: (signal, listener) => events.on(signal, listener),
    off: (signal, listener) => events.off(signal, listener),
    exit: (code) => events.emit("exit", code),
  });
  const exitCode = await Promise.race([exited, ending]);
  return { exitCode, stdout, stderr };
}

/** A printed text without the program's name before each refusal. */
export function withoutProgram(text: string): string {
  return text.replaceAll("truto-crm-client: ", "");
}
