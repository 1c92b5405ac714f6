import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type MockServer, startMock } from "../../scripts/lib/mock-server.js";
import { type Recorder, startRecorder } from "./recorder.js";
import { ensureRuntimes, runSample, type Sample, sources, values } from "./run-sample.js";

const executed: Sample[] = [
  {
    name: "deleteContact, truto-crm-client",
    runtime: "tsx",
    address: ["createTrutoClient({", (url) => `createTrutoClient({ baseUrl: "${url}",`],
  },
  { name: "deleteContact, curl", runtime: "bash" },
  { name: "deleteContact, fetch", runtime: "node" },
  { name: "deleteContact, requests", runtime: "python" },
];

/** No registry has these SDKs, so they run on stand-ins that send what the SDKs would send. */
const stoodIn: Sample[] = [
  {
    name: "deleteContact, Truto TypeScript SDK",
    runtime: "tsx",
    address: ["new Truto({", (url) => `new Truto({ baseUrl: "${url}",`],
  },
  {
    name: "deleteContact, Truto Python SDK",
    runtime: "python",
    address: ["TrutoApi(", (url) => `TrutoApi(base_url="${url}", `],
  },
];

const query = `integrated_account_id=${values["<integrated_account_id>"]}`;
const theDelete = {
  method: "DELETE",
  url: `/unified/crm/contacts/${values["<resource_id>"]}?${query}`,
  authorization: `Bearer ${values["<your_api_token>"]}`,
  violations: null,
};

let mock: MockServer;
let recorder: Recorder;
beforeAll(async () => {
  await ensureRuntimes();
  mock = await startMock();
  recorder = await startRecorder(mock.url);
}, 600_000);
afterAll(async () => {
  await recorder?.stop();
  await mock?.stop();
});
beforeEach(() => {
  recorder.exchanges.length = 0;
  recorder.prefer = undefined;
  recorder.status = undefined;
});

describe.each(executed)("The sample of $name", (sample) => {
  test("sends one request, which the contract allows", async () => {
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(all).toContain(sample.runtime === "tsx" ? "deleted 23423523" : "lovelace");
    expect(exitCode, all).toBe(0);
    expect(recorder.exchanges).toEqual([{ ...theDelete, status: 200 }]);
  });

  test("takes an empty success for a delete", async () => {
    recorder.prefer = "code=204";
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).toBe(0);
    expect(recorder.exchanges).toEqual([{ ...theDelete, status: 204 }]);
  });

  test("does not take an error for a delete, and shows what it says", async () => {
    recorder.prefer = "code=404, example=truto";
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).not.toBe(0);
    expect(all).toContain("Integrated account not found");
    expect(recorder.exchanges).toEqual([{ ...theDelete, status: 404 }]);
  });

  test.each([202, 303, 304])("neither follows a %i nor takes it for a delete", async (status) => {
    recorder.status = status;
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).not.toBe(0);
    expect(recorder.exchanges).toEqual([{ ...theDelete, status }]);
  });
});

test.each(stoodIn)("The sample of $name would send a request that the contract allows", async (sample) => {
  const { exitCode, all } = await runSample(sample, recorder.url);
  expect(exitCode, all).toBe(0);
  expect(recorder.exchanges).toEqual([{ ...theDelete, status: 200 }]);
});

test("Every sample in TypeScript compiles", async () => {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const folder = await mkdtemp(fileURLToPath(new URL("compiled-", import.meta.url)));
  try {
    for (const { name, runtime } of [...executed, ...stoodIn]) {
      if (runtime === "tsx") await writeFile(join(folder, `${name}.mts`), `${sources[name]}`);
    }
    await writeFile(join(folder, "tsconfig.json"), `{ "extends": "../tsconfig.json", "include": ["."] }`);
    const { exitCode, all } = await execa(process.execPath, [tsc, "-p", folder], {
      all: true,
      reject: false,
    });
    expect(exitCode, all).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("No sample is left out", async () => {
  const names = [...executed, ...stoodIn].map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(sources).sort());
});
