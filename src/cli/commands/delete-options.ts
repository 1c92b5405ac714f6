import { parseOnlyOptions, requireOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { parseAccount, parseNumber, parseRate, parseTime, type Rate } from "../option-values.js";
import { Refusal } from "../refusal.js";
import { commonOptions } from "./common-options.js";

/** The options of `delete`. */
export interface DeleteArguments {
  from: string;
  account: string;
  report: string;
  baseUrl: string;
  limit: Rate;
  /** @default the number of the limit */
  concurrency: number | undefined;
  /** Milliseconds. */
  timeout: number;
  /** Milliseconds without a definite answer, after which the run ends. */
  maxWait: number;
  /** Answers in a row that end the run. */
  stopAfter: number;
  /** The number of ids that needs no confirmation. */
  yes: number | undefined;
  /** `true` if ids may have any shape. */
  anyId: boolean;
  /** `true` to send again the contacts whose failure is final. */
  retryFailed: boolean;
  /** `true` to connect directly if this Node can't use the proxy. */
  noProxy: boolean;
  dryRun: boolean;
  json: boolean;
}

const options = {
  from: commonOptions.from,
  account: commonOptions.account,
  report: {
    type: "string",
    value: "<file>",
    text: "the file for the outcome of each id; with it, the same command resumes the run",
  },
  yes: { type: "string", value: "<number>", text: "delete without asking, if this is the number of ids" },
  "dry-run": { type: "boolean", text: "read, check and count the ids, and send nothing" },
  "retry-failed": { type: "boolean", text: "send again what failed for good, once you have fixed the cause" },
  "any-id": commonOptions["any-id"],
  limit: {
    type: "string",
    value: "<n>/<s>",
    text: "n requests in s seconds for the account; set less if others use it too",
    default: "50/10",
  },
  concurrency: {
    type: "string",
    value: "<number>",
    text: "deletes under way at one time; by default the n of the limit",
  },
  timeout: commonOptions.timeout,
  "max-wait": {
    type: "string",
    value: "<time>",
    text: "how long to wait for a server that does not answer: 90s, 30m, 2h, 1d",
    default: "1h",
  },
  "stop-after": {
    type: "string",
    value: "<number>",
    text: "end after this many answers in a row that waiting can't change, such as 403",
    default: "20",
  },
  "base-url": commonOptions["base-url"],
  "no-proxy": commonOptions["no-proxy"],
  json: commonOptions.json,
} as const;

const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/** The help of `delete`. */
export const deleteHelp = {
  summary: "delete the contacts whose ids are in a file",
  usage: "--from <file> --account <uuid> --report <file> [options]",
  text: `Deletes contacts, as fast as Truto's limits allow. It says how many and asks before it starts. However a run ended, the
same command continues it: it sends what was not sent, and repeats what got no definite response.`,
  options,
  environment: {
    TRUTO_API_TOKEN: "the token; it is read from nowhere else",
    HTTPS_PROXY: "the proxy to connect through",
  },
  exitCodes: ["complete", "incomplete", "refused", "stopped", "interrupted"],
  examples: [
    `delete --from ids.txt --account ${account} --report run.ndjson`,
    "delete --from ids.txt --dry-run",
  ],
} as const satisfies Omit<Command, "run">;

/** Reads the arguments of `delete`. @throws {Refusal} for invalid ones */
export function parseDeleteArguments(args: readonly string[]): DeleteArguments {
  const values = parseOnlyOptions(options, args);
  const { from = "", account = "", report = "", "dry-run": dryRun = false } = values;
  requireOptions(dryRun ? { from } : { from, account, report });
  if (report === "-")
    throw new Refusal("--report must be a file, from which the same command resumes the run");
  return {
    from,
    account: account && parseAccount("account", account),
    report,
    baseUrl: values["base-url"].replace(/\/+$/, ""),
    limit: parseRate("limit", values.limit),
    concurrency:
      values.concurrency === undefined ? undefined : parseNumber("concurrency", values.concurrency),
    timeout: parseNumber("timeout", values.timeout) * 1_000,
    maxWait: parseTime("max-wait", values["max-wait"]),
    stopAfter: parseNumber("stop-after", values["stop-after"]),
    yes: values.yes === undefined ? undefined : parseNumber("yes", values.yes),
    anyId: values["any-id"] ?? false,
    retryFailed: values["retry-failed"] ?? false,
    noProxy: values["no-proxy"] ?? false,
    dryRun,
    json: values.json ?? false,
  };
}
