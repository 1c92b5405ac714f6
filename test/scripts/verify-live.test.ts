import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../scripts/verify-live.js";
import { runMain } from "../support/run-main.js";
import { type Script, startServer } from "../support/server.js";

const token = "secret-Token_1234567890";
const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-live-test-"));
  await mkdir(join(folder, "tmp"));
});
afterAll(() => rm(folder, { recursive: true }));

const argumentsFor = (target: string, args: string[]) => ["--id=23423523", `--base-url=${target}`, ...args];
const environment = () => ({
  TRUTO_API_TOKEN: token,
  TRUTO_INTEGRATED_ACCOUNT_ID: account,
  // The variables of Windows and of all other systems.
  TEMP: join(folder, "tmp"),
  TMPDIR: join(folder, "tmp"),
  // Node 22 and newer would keep compiled modules there.
  NODE_DISABLE_COMPILE_CACHE: "1",
});

/** The files that the command left behind, without tsx's own folder. */
async function leftFiles(): Promise<string[]> {
  return (await readdir(join(folder, "tmp"))).filter((name) => !name.startsWith("tsx-"));
}

/** Runs the command against a server to its end. */
async function verifyLive(script: Script, ...args: string[]) {
  await using server = await startServer(script);
  const { exitCode, stdout, stderr } = await runMain(main, argumentsFor(server.url, args), {
    env: environment(),
  });
  expect(stdout + stderr).not.toContain(token);
  expect(await leftFiles()).toEqual([]);
  return { exitCode, stdout, stderr, requests: server.requests };
}

describe("npm run verify:live", () => {
  test("sends one call with the token, and accepts a response that matches the contract", async () => {
    const json = { id: "23423523", custom_fields: { any: 1 } };
    const { exitCode, stdout, stderr, requests } = await verifyLive({ json }, "--yes");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toBe("Answered 200: the contact is deleted.\nIt keeps to the contract.");
    expect(requests).toMatchObject([
      {
        method: "DELETE",
        target: `/unified/crm/contacts/23423523?integrated_account_id=${account}`,
        headers: { authorization: `Bearer ${token}` },
      },
    ]);
  });

  test("names every unknown field and every wrong type, at any depth", async () => {
    const json = { id: "23423523", nickname: "Ada", title: 7, tags: [{ id: "1", color: "red" }], name: null };
    const { exitCode, stderr } = await verifyLive({ json }, "--yes");
    expect(exitCode).toBe(1);
    expect(stderr.split("\n").sort()).toEqual([
      "It deviates from the contract:",
      'Response field "name" must be string.',
      'Response field "title" must be string.',
      'Response has undocumented field "nickname".',
      'Response has undocumented field "tags[0].color".',
    ]);
  });

  test("names an undocumented status, and keeps a recording without the token, even when the answer repeats it", async () => {
    const har = join(folder, "call.har");
    const message = `No such token: ${token}`;
    const json = { statusCode: 418, error: "I'm a teapot", message };
    const reply = { status: 418, headers: { "x-echo": `Bearer ${token}` }, json };
    const { exitCode, stderr } = await verifyLive(reply, "--yes", `--har=${har}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Response has undocumented status 418.");
    const recorded = await readFile(har, "utf8");
    expect(recorded).toContain("No such token: [token]");
    expect(recorded).not.toContain(token);
  });

  // Windows has no signal that a process can handle.
  test.skipIf(process.platform === "win32")("leaves no files behind when it is stopped", async () => {
    await using server = await startServer({ json: { id: "23423523" } });
    const args = ["--import=tsx", "scripts/verify-live.ts", ...argumentsFor(server.url, ["--yes"])];
    const command = execa(process.execPath, args, { reject: false, stdin: "ignore", env: environment() });
    await vi.waitFor(async () => expect(await leftFiles()).toHaveLength(1), {
      timeout: 60_000,
      interval: 20,
    });
    command.kill("SIGINT");
    expect((await command).exitCode).toBe(130);
    expect(await leftFiles()).toEqual([]);
  });

  test("reports the reason when there is no complete response", async () => {
    const { exitCode, stderr } = await verifyLive("cut", "--yes");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^DELETE \/unified\/crm\/contacts\/\{id\}: .+$/);
  });

  test("asks first, and deletes after a yes", async () => {
    await using server = await startServer({ json: { id: "23423523" } });
    const run = { env: environment(), typed: "y\n" };
    const { exitCode, stdout } = await runMain(main, argumentsFor(server.url, []), run);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `Delete contact 23423523 of account ${account} at ${server.url}, for good? (y/N)`,
    );
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["a no", "n\n", "Nothing was sent."],
    ["an empty line, for no is the default", "\n", "Nothing was sent."],
    ["anything else", "yesterday\n", "Nothing was sent."],
    ["the end of the input", "", "Nothing was sent."],
    [
      "no question, where there is neither a terminal nor --yes",
      undefined,
      "Add --yes: there is no terminal to ask on.",
    ],
  ])("sends nothing after %s", async (_, typed, told) => {
    await using server = await startServer({ json: { id: "23423523" } });
    const { exitCode, stderr } = await runMain(main, argumentsFor(server.url, []), {
      env: environment(),
      typed,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: told });
    expect(server.allConnections).toBe(0);
  });

  test.each([
    ["TRUTO_API_TOKEN", { TRUTO_API_TOKEN: undefined }],
    ["TRUTO_INTEGRATED_ACCOUNT_ID", { TRUTO_INTEGRATED_ACCOUNT_ID: "" }],
    [
      "TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID",
      { TRUTO_API_TOKEN: undefined, TRUTO_INTEGRATED_ACCOUNT_ID: undefined },
    ],
  ])("sends nothing without %s", async (names, missing) => {
    await using server = await startServer({ json: { id: "23423523" } });
    const env = { ...environment(), ...missing };
    const { exitCode, stdout, stderr } = await runMain(main, argumentsFor(server.url, ["--yes"]), { env });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `Set ${names}: a live delete needs it.`,
    });
    expect(server.allConnections).toBe(0);
  });

  test("rejects an id that would address another resource", async () => {
    await using server = await startServer({ status: 204 });
    const args = argumentsFor(server.url, ["--yes", "--id", ".."]);
    const { exitCode, stderr } = await runMain(main, args, { env: environment() });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "id has a segment . or .., a relative path",
    });
    expect(server.allConnections).toBe(0);
  });

  test("sends no token over http: to another machine", async () => {
    const { exitCode, stderr } = await verifyLive("silence", "--yes", "--base-url=http://example.com");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^baseUrl must be https/);
  });
});
