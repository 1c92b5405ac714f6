import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LocalServer } from "../../src/cli/serve.js";
import { exampleTarget } from "../support/example-target.js";
import { startMock } from "../support/mock-server.js";
import { type Recorder, startRecorder } from "./recorder.js";
import { ensureRuntimes, runSample, samples, values } from "./run-sample.js";

const found = samples.map((sample) => {
  const { method, responses } = sample.operation;
  const status = Math.min(...responses.map(([code]) => Number(code)).filter((code) => code < 300));
  const url = exampleTarget(sample.operation);
  const authorization = `Bearer ${values["<your_api_token>"]}`;
  const request = { method: method.toUpperCase(), url, authorization, violations: null };
  return { ...sample, status, request, hasEmptySuccess: responses.some(([code]) => code === "204") };
});
/** No registry has these SDKs, so they run on stand-ins that send what the SDKs would send. */
const stoodIn = found.filter(({ name }) => name.endsWith(" SDK"));
const executed = found.filter((sample) => !stoodIn.includes(sample));

let mock: LocalServer;
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
  const { request } = sample;

  test("sends one request that matches the contract", async () => {
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(all).toContain("23423523");
    expect(exitCode, all).toBe(0);
    expect(recorder.exchanges).toEqual([{ ...request, status: sample.status }]);
  });

  test.runIf(sample.hasEmptySuccess)("treats an empty success as a success", async () => {
    recorder.prefer = "code=204";
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).toBe(0);
    expect(recorder.exchanges).toEqual([{ ...request, status: 204 }]);
  });

  test("treats an error as an error, and shows its message", async () => {
    recorder.prefer = "code=404, example=truto";
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).not.toBe(0);
    expect(all).toContain("Integrated account not found");
    expect(recorder.exchanges).toEqual([{ ...request, status: 404 }]);
  });

  test.each([202, 303, 304])("neither follows a %i nor treats it as a success", async (status) => {
    recorder.status = status;
    const { exitCode, all } = await runSample(sample, recorder.url);
    expect(exitCode, all).not.toBe(0);
    expect(recorder.exchanges).toEqual([{ ...request, status }]);
  });
});

test.each(stoodIn)("The sample of $name builds a request that matches the contract", async (sample) => {
  const { request } = sample;
  const { exitCode, all } = await runSample(sample, recorder.url);
  expect(exitCode, all).toBe(0);
  expect(recorder.exchanges).toEqual([{ ...request, status: 200 }]);
});

test("Every sample in TypeScript compiles", async () => {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const folder = await mkdtemp(fileURLToPath(new URL("compiled-", import.meta.url)));
  try {
    for (const { name, runtime, source } of samples) {
      if (runtime === "tsx") await writeFile(join(folder, `${name}.mts`), source);
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
