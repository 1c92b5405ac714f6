import { deleteContact, failure } from "../../support/client.js";

// Meets huge error bodies, and tells how many bytes the process grew at its peak.
const [, , url = "", calls = "1"] = process.argv;
const peak = () => process.resourceUsage().maxRSS * 1_024;
const refuse = (path: string) => failure(deleteContact({ url: `${url}/${path}` }, { maxRetries: 0 }));

// What the runtime loads, and what it takes for as many small ones, is not counted.
await Promise.all(Array.from({ length: Number(calls) }, () => refuse("small")));
const before = peak();
const errors = await Promise.all(Array.from({ length: Number(calls) }, () => refuse("huge")));
const statuses = errors.map((error) => (error as { status?: number }).status);
console.log(JSON.stringify({ grew: peak() - before, statuses }));
