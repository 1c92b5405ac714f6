import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, until } from "./child.js";
import { makeFolder } from "./command.js";
import { sent } from "./five-contacts.js";
import { argumentsFor, expectOnce, slowServer, thirty } from "./thirty-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

test("the same command resumes a killed run, and what was under way keeps its keys", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 6);
  first.child.kill("SIGKILL");
  await first.exitCode;
  const second = command.start(args);
  expect(await second.exitCode).toBe(0);
  expect(second.printed).toContain("checking for 5 s whether it still runs");
  const keys = new Map(sent(server));
  for (const [id, key] of sent(server)) expect(keys.get(id)).toBe(key);
  expect(keys.size).toBe(thirty.length);
});

test("the same command resumes a run that ended in order at once", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(20);
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 4);
  first.child.kill("SIGTERM");
  expect(await first.exitCode).toBe(130);
  const second = command.start(args);
  expect(await second.exitCode).toBe(0);
  expect(second.printed).not.toContain("checking for");
  expectOnce(server);
});

test("a run that was frozen until another took over its report sends nothing more, and says so", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 4);
  first.child.kill("SIGSTOP");
  const second = command.start(args);
  await until(() => server.requests.length >= 10);
  first.child.kill("SIGCONT");
  expect(await first.exitCode).toBe(3);
  expect(first.printed).toContain("run.ndjson was taken over by another run, while this one did not respond");
  expect(await second.exitCode).toBe(0);
  const keys = new Map(sent(server));
  expect(keys.size).toBe(thirty.length);
  for (const [id, key] of sent(server)) expect(keys.get(id)).toBe(key);
  // The two that were under way when it froze are sent by both runs, with the same keys.
  expect(server.requests.length).toBeLessThanOrEqual(thirty.length + 2);
});

test("a run that was frozen before a retry does not send it when another took over its report", async () => {
  await using folder = await makeFolder();
  let isBroken = true;
  await using server = await startServer(() => (isBroken ? { status: 500 } : { status: 204 }));
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 2);
  first.child.kill("SIGSTOP");
  isBroken = false;
  expect(await command.start(args).exitCode).toBe(0);
  const { length } = server.requests;
  first.child.kill("SIGCONT");
  expect(await first.exitCode).toBe(3);
  expect(server.requests).toHaveLength(length);
});

test("a run that was frozen goes on when no other took over its report", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(20);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  running.child.kill("SIGSTOP");
  await sleep(4_000);
  running.child.kill("SIGCONT");
  expect(await running.exitCode).toBe(0);
  expectOnce(server);
});
