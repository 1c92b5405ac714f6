import type { Target } from "../peers/target.js";

type Open = (target: Target) => Promise<AsyncIterable<Uint8Array>>;

const [peer = "", baseUrl = ""] = process.argv.slice(2);
const { open }: { open: Open } = await import(new URL(`../streams/${peer}.js`, import.meta.url).href);
let bytes = 0;
let sinceCollected = 0;
for await (const chunk of await open({ baseUrl })) {
  bytes += chunk.length;
  sinceCollected += chunk.length;
  if (sinceCollected > 8_000_000) {
    globalThis.gc?.();
    sinceCollected = 0;
  }
}
// `maxRSS` is in KiB on every system.
process.send?.({ bytes, peakBytes: process.resourceUsage().maxRSS * 1024 });
