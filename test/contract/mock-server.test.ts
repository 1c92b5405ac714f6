import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { startMock } from "../../scripts/lib/mock-server.js";
import { examplesOf, exampleTarget, operationsOf } from "../../scripts/lib/operations.js";
import { main } from "../../scripts/mock.js";
import { runMain } from "../support/run-main.js";

const operations = operationsOf(JSON.parse((await shippedSpec("openapi/openapi.yaml")).json));
const headers = { authorization: "Bearer any" };

describe("the mock's server", () => {
  it("answers over HTTP as the mock does in this process", async () => {
    const { url, stop } = await startMock();
    const response = await fetch(`${url}/unified/crm/contacts/a%2Fb?${new URLSearchParams()}`, {
      method: "DELETE",
      headers,
    });
    await stop();
    expect(response.status).toBe(400);
    expect(response.headers.get("sl-violations")).toContain("integrated_account_id");
  });

  it("leaves nothing that listens once it is stopped", async () => {
    const { url, stop } = await startMock();
    await stop();
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe("npm run mock", () => {
  it("lists every example, and prints what is wrong with each request until it is told to end", async () => {
    const mock = execa(process.execPath, ["--import=tsx", "scripts/mock.ts", "--port=0"], {
      all: true,
      buffer: false,
      reject: false,
    });
    let log = "";
    for await (const line of mock.iterable({ from: "all" })) {
      log += `${line}\n`;
      if (!line.startsWith("What is wrong")) continue;
      const url = /listens on (\S+)\./.exec(log)?.[1];
      await fetch(`${url}/unified/crm/contacts/1?dryRun=true`, { method: "DELETE", headers });
      for (const operation of operations) {
        await fetch(`${url}${exampleTarget(operation)}`, { method: operation.method.toUpperCase(), headers });
      }
      mock.kill();
    }
    for (const { code, name } of operations.flatMap(examplesOf)) {
      expect(log).toMatch(new RegExp(`^ {2}${code} .*\\b${name}\\b`, "m"));
    }
    const line = "400  DELETE /unified/crm/contacts/1: ";
    expect(log).toContain(`${line}Request query must have required property 'integrated_account_id'\n`);
    expect(log).toContain(`${line}Request query parameter dryRun is unknown\n`);
    expect(log).toMatch(/^200 {2}DELETE \/unified\/crm\/contacts\/\w+$/m);
  });

  it("tells of a taken port in a sentence that names --port", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const { exitCode, stderr } = await runMain(main, ["--port", `${port}`]);
    other.close();
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`Port ${port} is taken: give another with --port, or --port 0 for a free one.`);
  });
});
