import { beforeAll, describe, expect, inject, test } from "vitest";
import { startServer } from "../support/server.js";
import { runtimes } from "./runtimes.js";
import { createScript } from "./script.js";
import { checks, type Results } from "./suite.js";

describe.each(runtimes.map((runtime) => [runtime.title, runtime] as const))("%s", (_, runtime) => {
  let results: Results;

  beforeAll(async () => {
    await using server = await startServer(createScript());
    results = await runtime.run(inject("userProject"), {
      url: server.url,
      closedUrl: await closedUrl(),
      tellsRefusal: runtime.tellsRefusal,
    });
  });

  test.each(Object.keys(checks))("%s", (name) => {
    expect(results[name]).toBe("passed");
  });

  // Bun resolves `require` to the CommonJS files, and so has two copies.
  test.runIf(runtime.runCommonJs && !runtime.title.startsWith("Bun"))(
    "loads one copy of the package for require and import",
    async () => {
      expect(await runtime.runCommonJs?.(inject("userProject"), "one-copy.cjs")).toEqual(Array(4).fill(true));
    },
  );
});

/** An address where nothing listens. */
async function closedUrl(): Promise<string> {
  await using server = await startServer();
  return server.url;
}
