import { argv, stdin } from "node:process";
import { text } from "node:stream/consumers";
import { Miniflare } from "miniflare";

const miniflare = new Miniflare({
  modules: true,
  script: await text(stdin),
  compatibilityDate: "2026-07-30",
  // Without it miniflare asks a server on the network for this machine's location.
  cf: false,
});
try {
  const response = await miniflare.dispatchFetch("http://worker.test", { method: "POST", body: argv[2] });
  console.log(await response.text());
} finally {
  await miniflare.dispose();
}
