import type { OptionTable } from "../arguments.js";

/** The options that several commands have. */
export const commonOptions = {
  from: { type: "string", value: "<file>", text: "the ids of the contacts, one a line; - is standard input" },
  account: { type: "string", value: "<uuid>", text: "the integrated account of the contacts" },
  "any-id": { type: "boolean", text: "accept ids that look different from the others in the file" },
  timeout: { type: "string", value: "<seconds>", text: "the longest time for one request", default: "30" },
  "base-url": {
    type: "string",
    value: "<url>",
    text: "the address of the API, or of a mock or a gateway",
    default: "https://api.truto.one",
  },
  "no-proxy": { type: "boolean", text: "connect without the proxy that the environment names" },
  json: { type: "boolean", text: "print the result as JSON" },
} as const satisfies OptionTable;
