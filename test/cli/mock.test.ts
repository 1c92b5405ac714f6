import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltCommand, buildCommand, type RunningCommand } from "./child.js";
import { account, makeFolder, runCommand } from "./command.js";

/** The packages of this repository. Prism is one of them. */
const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand(packages);
});
afterAll(() => command[Symbol.asyncDispose]());

/** Waits for the address that a mock prints, and for all of its welcome. */
async function addressOf(running: RunningCommand): Promise<string> {
  let found: string | undefined;
  while (found === undefined) {
    expect(running.child.exitCode, running.printed).toBe(null);
    await sleep(5);
    found = /on (http:\/\/127\.0\.0\.1:\d+),.*Ctrl-C ends it\.\n/s.exec(running.printed)?.[1];
  }
  return found;
}

test("A delete against the mock takes any word as the token, and is printed", async () => {
  await using folder = await makeFolder();
  const mock = command.start(["mock", "--port", "0"]);
  const url = await addressOf(mock);
  expect(mock.printed).toContain(`--account ${account} --base-url ${url}\n`);
  const from = await folder.ids("101\n102\n103\n");
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "3"];
  const { exitCode, stdout } = await runCommand([...args, "--base-url", url], {
    env: { TRUTO_API_TOKEN: "any-word" },
  });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "3 ids: 3 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  mock.child.kill("SIGTERM");
  expect(await mock.exitCode).toBe(0);
  for (const id of ["101", "102", "103"]) {
    expect(mock.printed).toContain(`200  DELETE /unified/crm/contacts/${id}\n`);
  }
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the mock in order as soon as it has told its address",
  async (signal) => {
    const mock = command.start(["mock", "--port", "0"]);
    await addressOf(mock);
    mock.child.kill(signal);
    expect(await mock.exitCode).toBe(0);
  },
);

test("The mock prints what is wrong with a request, and gives the answer that a header asks for", async () => {
  const mock = command.start(["mock", "--port", "0"]);
  const url = await addressOf(mock);
  const target = `${url}/unified/crm/contacts/1?integrated_account_id=${account}`;
  const headers = { authorization: "Bearer t", prefer: "code=409" };
  expect((await fetch(target, { method: "DELETE", headers })).status).toBe(409);
  expect((await fetch(`${target}&dry_run=true`, { method: "DELETE", headers })).status).toBe(400);
  expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(404);
  mock.child.kill("SIGINT");
  expect(await mock.exitCode).toBe(0);
  expect(mock.printed).toMatch(/400 {2}DELETE \/unified\/crm\/contacts\/1\n {5}.*dry_run is unknown\n/);
});

test("A port that is taken is refused, with what to do", async () => {
  const first = command.start(["mock", "--port", "0"]);
  const { port } = new URL(await addressOf(first));
  const second = command.start(["mock", "--port", port]);
  expect(await second.exitCode).toBe(2);
  expect(second.printed).toBe(
    `truto-crm-client: port ${port} is taken: give another with --port, or --port 0 for a free one\n`,
  );
  first.child.kill("SIGTERM");
  await first.exitCode;
});

test("Without Prism the mock says what to install", async () => {
  await using elsewhere = await buildCommand();
  const running = elsewhere.start(["mock"]);
  expect(await running.exitCode).toBe(2);
  expect(running.printed).toMatch(/^truto-crm-client: .*Prism.*: npm install .*@stoplight\/prism-http@/);
});

test.each(["x", "65536", "1.5", "-1"])("The port %s is refused", async (port) => {
  const { exitCode, stderr } = await runCommand(["mock", `--port=${port}`]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(`truto-crm-client: --port must be a whole number from 0 to 65535, not ${port}\n`);
});
