import { parseOnlyOptions, requireOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { parseAccount, parseNumber, parseRate, parseTime, type Rate } from "../option-values.js";

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
  from: { type: "string", value: "<file>", text: "the ids of the contacts, one a line; - is standard input" },
  account: { type: "string", value: "<uuid>", text: "the integrated account that they are in" },
  report: {
    type: "string",
    value: "<file>",
    text: "what became of each id; with it, the same command goes on",
  },
  yes: { type: "string", value: "<number>", text: "delete without asking, if so many are to be deleted" },
  "dry-run": { type: "boolean", text: "read, check and count the ids, and send nothing" },
  "retry-failed": { type: "boolean", text: "send again what failed for good, once its cause is mended" },
  "any-id": { type: "boolean", text: "take ids that look unlike the others in the file" },
  limit: {
    type: "string",
    value: "<n>/<s>",
    text: "n requests in s seconds for the account; lower it where others use it too",
    default: "50/10",
  },
  concurrency: {
    type: "string",
    value: "<number>",
    text: "deletes under way at one time; if not given, as many as the limit's n",
  },
  timeout: { type: "string", value: "<seconds>", text: "for one request", default: "30" },
  "max-wait": {
    type: "string",
    value: "<time>",
    text: "how long to wait for a server that does not answer: 90s, 30m, 2h, 1d",
    default: "1h",
  },
  "stop-after": {
    type: "string",
    value: "<number>",
    text: "end after so many refusals in a row that no wait can mend",
    default: "20",
  },
  "base-url": {
    type: "string",
    value: "<url>",
    text: "where to send it: a mock, a gateway",
    default: "https://api.truto.one",
  },
  "no-proxy": { type: "boolean", text: "connect without the proxy that the environment names" },
  json: { type: "boolean", text: "print the result as JSON" },
} as const;

const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/** The help of `delete`. */
export const deleteHelp = {
  summary: "delete the contacts whose ids are in a file",
  usage: "--from <file> --account <uuid> --report <file> [options]",
  text: `Deletes contacts, as fast as Truto's limits allow. It says how many and asks before it starts. However it ended, the
same command goes on where it was: it sends what was not sent, and repeats what got no definite response.`,
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
