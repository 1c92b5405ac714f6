import { parseArgs } from "node:util";
import { exitCodes } from "./exit-code.js";
import { Refusal } from "./refusal.js";

/** Requests in a time that an account may take. */
export interface Rate {
  requests: number;
  seconds: number;
}

/** What a delete is told on the command line. */
export interface DeleteArguments {
  from: string;
  account: string;
  report: string;
  baseUrl: string;
  limit: Rate;
  concurrency: number;
  /** Milliseconds. */
  timeout: number;
  /** The number of ids that is fine without asking. */
  yes: number | undefined;
  dryRun: boolean;
  json: boolean;
}

/** What the command was asked to do. */
export type Command = { name: "help" | "version" } | { name: "delete"; args: DeleteArguments };

/** Every option, in the order of `--help`. */
const options = {
  from: { type: "string", value: "<file>", text: "the ids of the contacts, one a line; - is standard input" },
  account: { type: "string", value: "<id>", text: "the integrated account that they are in" },
  report: {
    type: "string",
    value: "<file>",
    text: "what became of each id; with it, the same command goes on",
  },
  yes: { type: "string", value: "<number>", text: "delete without asking, if there are exactly so many ids" },
  "dry-run": { type: "boolean", value: "", text: "read, check and count the ids, and send nothing" },
  limit: {
    type: "string",
    value: "<n>/<s>",
    text: "n requests in s seconds for the account; lower it where others use it too",
    default: "50/10",
  },
  concurrency: { type: "string", value: "<number>", text: "deletes under way at one time", default: "10" },
  timeout: { type: "string", value: "<seconds>", text: "for one request", default: "30" },
  "base-url": {
    type: "string",
    value: "<url>",
    text: "where to send it: a mock, a gateway",
    default: "https://api.truto.one",
  },
  json: { type: "boolean", value: "", text: "print the result as JSON" },
  help: { type: "boolean", value: "", text: "print this" },
  version: { type: "boolean", value: "", text: "print the version" },
} as const;

/** What `--help` prints. */
export const help = `Usage: truto-crm-client delete --from <file> --account <id> --report <file> [options]

Deletes contacts, as fast as Truto's limits allow. It says how many and asks before it starts. However it ended, the
same command goes on where it was: it sends what was not sent, and repeats what got no definite response.

Options:
${rows(
  Object.entries(options).map(([name, option]) => [
    `--${name} ${option.value}`,
    "default" in option ? `${option.text} (default: ${option.default})` : option.text,
  ]),
)}

Environment:
${rows([["TRUTO_API_TOKEN", "the token; it is read from nowhere else"]])}

Exit codes:
${rows(Object.values(exitCodes).map(({ code, text }) => [String(code), text]))}
`;

/**
 * Reads the arguments.
 * @throws {Refusal} for those that can't be
 */
export function parseCommand(args: string[]): Command {
  const { values, positionals, tokens } = parse(args);
  if (values.help) return { name: "help" };
  if (values.version) return { name: "version" };
  if (positionals.length !== 1 || positionals[0] !== "delete") {
    throw new Refusal("There is one command, delete: see --help");
  }
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const twice = given.find((name, index) => given.indexOf(name) !== index);
  if (twice) throw new Refusal(`--${twice} is there twice`);
  const { from = "", account = "", report = "", "dry-run": dryRun = false } = values;
  const needed = dryRun ? { from } : { from, account, report };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [`--${name} is missing`]));
  if (missing.length > 0) throw new Refusal(...missing);
  const parsed = {
    from,
    account,
    report,
    baseUrl: values["base-url"].replace(/\/+$/, ""),
    limit: parseRate(values.limit),
    concurrency: parseNumber("concurrency", values.concurrency),
    timeout: parseNumber("timeout", values.timeout) * 1_000,
    yes: values.yes === undefined ? undefined : parseNumber("yes", values.yes),
    dryRun,
    json: values.json ?? false,
  };
  return { name: "delete", args: parsed };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true, tokens: true });
  } catch (error) {
    if (args.some((arg) => /^--token\b/.test(arg))) {
      throw new Refusal("There is no --token, as others could see it: set TRUTO_API_TOKEN");
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${message.split(/\.? To specify|\n/)[0]}: see --help`);
  }
}

function parseRate(text: string): Rate {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const rate = { requests: Number(requests), seconds: Number(seconds) };
  if (rate.requests > 0 && rate.seconds > 0) return rate;
  throw new Refusal(`--limit must be requests/seconds, such as ${options.limit.default}, not ${text}`);
}

function parseNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0) return number;
  throw new Refusal(`--${name} must be a whole number above 0, not ${text}`);
}

/** A table of two columns. */
function rows(lines: [string, string][]): string {
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  return lines.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
}
