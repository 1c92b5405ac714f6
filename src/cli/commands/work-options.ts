import { parseOnlyOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { parseNumber, parseRate, type Rate } from "../option-values.js";
import { commonOptions } from "./common-options.js";

/** The options of `work`. */
export interface WorkArguments {
  limit: Rate;
  tokenLimit: Rate;
  concurrency: number;
  /** Milliseconds. */
  timeout: number;
  untilEmpty: boolean;
  /** `true` to connect directly if this Node can't use the proxy. */
  noProxy: boolean;
  baseUrl: string;
  json: boolean;
}

const options = {
  "until-empty": { type: "boolean", text: "end when nothing is left on the queue" },
  limit: {
    type: "string",
    value: "<n>/<s>",
    text: "n requests in s seconds for each account, over all workers",
    default: "50/10",
  },
  "token-limit": {
    type: "string",
    value: "<n>/<s>",
    text: "the same for the token, over all accounts",
    default: "500/10",
  },
  concurrency: {
    type: "string",
    value: "<number>",
    text: "contacts of an account that a worker takes at a time; the last to start sets it",
    default: "25",
  },
  timeout: commonOptions.timeout,
  "base-url": commonOptions["base-url"],
  "no-proxy": commonOptions["no-proxy"],
  json: commonOptions.json,
} as const;

/** The help of `work`. */
export const workHelp = {
  summary: "delete what is on the queue, together with workers on other machines",
  usage: "[options]",
  text: `Deletes the contacts that are on the queue, as fast as Truto's limits allow. Start it on as many machines as you
like: together they keep to the limits, and other workers take over what a dead worker had begun. An account that
Truto refuses is paused, and tried again every minute.`,
  options,
  environment: {
    DATABASE_URL: "the database of the queue, PostgreSQL",
    TRUTO_API_TOKEN: "the token; it is read from nowhere else, and never written into the database",
    HTTPS_PROXY: "the proxy to connect through",
  },
  exitCodes: ["complete", "incomplete", "refused", "interrupted"],
  examples: ["work --until-empty", "work --limit 25/10 --token-limit 250/10"],
} as const satisfies Omit<Command, "run">;

/** Reads the arguments of `work`. @throws {Refusal} for invalid ones */
export function parseWorkArguments(args: readonly string[]): WorkArguments {
  const values = parseOnlyOptions(options, args);
  return {
    limit: parseRate("limit", values.limit),
    tokenLimit: parseRate("token-limit", values["token-limit"]),
    concurrency: parseNumber("concurrency", values.concurrency),
    timeout: parseNumber("timeout", values.timeout) * 1_000,
    untilEmpty: values["until-empty"] ?? false,
    noProxy: values["no-proxy"] ?? false,
    baseUrl: values["base-url"].replace(/\/+$/, ""),
    json: values.json ?? false,
  };
}
