import { appendFile, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, until } from "./child.js";
import { makeFolder } from "./command.js";
import { argumentsFor, expectOnce, slowServer, thirty } from "./thirty-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

const gone = "was deleted, moved or replaced while it was written: without it, the same command begins anew";

test.each([
  ["deleted", gone, (report: string) => rm(report)],
  ["moved", gone, (report: string) => rename(report, `${report}.1`)],
  [
    "replaced",
    gone,
    async (report: string) => {
      await writeFile(`${report}.1`, await readFile(report));
      await rename(`${report}.1`, report);
    },
  ],
  ["cut", "was cut while it was written", (report: string) => truncate(report, 300)],
])("a report that is %s while it is written ends the run", async (_, problem, harm) => {
  await using folder = await makeFolder();
  await using server = await slowServer(50);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  await harm(folder.report);
  const { length } = server.requests;
  expect(await running.exitCode).toBe(3);
  expect(running.printed).toContain(`Stopped: ${folder.report} ${problem}\n`);
  // Ids that were announced at that moment may still be sent.
  expect(server.requests.length).toBeLessThanOrEqual(length + 4);
});

test("a run whose report is deleted during its last request exits with 3", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(async () => {
    if (server.requests.length === thirty.length) await rm(folder.report);
    return { status: 204 };
  });
  const running = command.start(await argumentsFor(folder, server));
  expect(await running.exitCode).toBe(3);
  expect(running.printed).toContain(`${folder.report} ${gone}`);
});

test("text that somebody appends to a report is not taken for another run", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(50);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  await appendFile(folder.report, '{"writer":"late","from":0}\n');
  expect(await running.exitCode).toBe(0);
  expectOnce(server);
});
