import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { main } from "../../scripts/demo.js";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";
import { operationsOf } from "../../scripts/lib/operations.js";
import { type Ended, runMain, type Surroundings } from "../support/run-main.js";
import { startServer, type TestServer } from "../support/server.js";

const environment = { TRUTO_API_TOKEN: "tok-never-show-me", TRUTO_INTEGRATED_ACCOUNT_ID: "account-1" };
const question = "Delete contact a/b in account account-1? It can't be undone. [y/N]";
/** Makes the child believe that a person types its input. */
const onTerminal = "--import=data:text/javascript,process.stdin.isTTY=true";

interface Run extends Surroundings {
  server?: TestServer;
  args?: string[];
}

const argumentsFor = ({ server, args = [] }: Run) => [
  ...(server ? ["--live", "a/b", "--base-url", server.url] : []),
  ...args,
];
const noCredentials = { TRUTO_API_TOKEN: undefined, TRUTO_INTEGRATED_ACCOUNT_ID: undefined };

/** Runs the demo in this process. */
function runDemo({ env = environment, typed, ...run }: Run): Promise<Ended> {
  return runMain(main, argumentsFor(run), { env: { ...noCredentials, ...env }, typed });
}

/** Runs the demo in a process of its own. */
function startDemo({ env = environment, typed, ...run }: Run) {
  const node = ["--import", "tsx", ...(typed === undefined ? [] : [onTerminal])];
  return execa(process.execPath, [...node, "scripts/demo.ts", ...argumentsFor(run)], {
    env: { ...noCredentials, ...env },
    input: typed ?? "",
    reject: false,
  });
}

describe("the demo with --live", () => {
  it("asks, and deletes after a yes", async () => {
    await using server = await startServer({ json: { id: "a/b", name: "Ada" } });
    const { exitCode, stdout, stderr } = await startDemo({ server, typed: "y\n" });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(question);
    expect(stdout).toContain("> DELETE /unified/crm/contacts/a%2Fb?integrated_account_id=account-1");
    expect(stdout).toContain("that is /unified/crm/contacts/a/b?");
    expect(stdout).toContain("< 200 OK");
    expect(stdout).toContain("Contact: { id: 'a/b', name: 'Ada' }");
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: "DELETE",
      target: "/unified/crm/contacts/a%2Fb?integrated_account_id=account-1",
      headers: { authorization: "Bearer tok-never-show-me" },
    });
  });

  it.each([
    ["a no", "n\n"],
    ["an empty line, for no is the default", "\n"],
    ["anything else", "yesterday\n"],
    ["the end of the input", ""],
  ])("deletes nothing after %s", async (_, typed) => {
    await using server = await startServer({ status: 204 });
    const { exitCode, stdout, stderr } = await runDemo({ server, typed });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "Nothing was deleted." });
    expect(stdout).toContain(question);
    expect(server.allConnections).toBe(0);
  });

  it("does not ask with --yes", async () => {
    await using server = await startServer({ status: 204 });
    const { exitCode, stdout } = await runDemo({ server, args: ["--yes"] });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("undone");
    expect(stdout).toContain("Contact: { id: 'a/b' }");
    expect(server.requests).toHaveLength(1);
  });

  it("deletes nothing when there is neither a terminal nor --yes", async () => {
    await using server = await startServer({ status: 204 });
    const { exitCode, stderr } = await runDemo({ server });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "Add --yes: there is no terminal to ask on.",
    });
    expect(server.allConnections).toBe(0);
  });

  it.each([
    ["TRUTO_API_TOKEN", { ...environment, TRUTO_API_TOKEN: undefined }],
    ["TRUTO_INTEGRATED_ACCOUNT_ID", { ...environment, TRUTO_INTEGRATED_ACCOUNT_ID: "" }],
    ["TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID", {}],
  ])("deletes nothing without %s", async (names, env) => {
    await using server = await startServer({ status: 204 });
    const { exitCode, stdout, stderr } = await runDemo({ server, env, args: ["--yes"] });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `Set ${names}: a live delete needs it.`,
    });
    expect(server.allConnections).toBe(0);
  });

  it("fails with the error's message, and without the token", async () => {
    const body = { statusCode: 404, error: "Not Found", message: "no contact for tok-never-show-me" };
    await using server = await startServer({ status: 404, json: body });
    const { exitCode, stdout, stderr } = await runDemo({ server, args: ["--yes"] });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^DELETE \/unified\/crm\/contacts\/\{id\}: 404 Not Found: no contact for \[token\]/,
    );
    expect(stderr.split("\n")).toHaveLength(1);
    expect(stdout + stderr).not.toContain("never-show-me");
  });

  it("refuses an id that would address something else", async () => {
    await using server = await startServer({ status: 204 });
    const { exitCode, stderr } = await runDemo({ server, args: ["--yes", "--live", ".."] });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "id has a segment . or .., a relative path",
    });
    expect(server.allConnections).toBe(0);
  });
});

describe("the demo", () => {
  it("shows every way to delete, and ends by itself", async () => {
    const { exitCode, stdout, stderr } = await startDemo({});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [operation] = operationsOf(await bundleSpec("openapi/openapi.yaml"));
    const formats = operation?.parameters.find(({ name }) => name === "truto_response_format")?.schema?.enum;
    const requests = stdout.match(/^ {2}> DELETE .*/gm) ?? [];
    expect(formats?.length).toBeGreaterThan(1);
    for (const format of formats ?? []) {
      const asked = new RegExp(
        format === "unified" ? `^((?!response_format).)*$` : `response_format=${format}`,
      );
      expect(requests).toContainEqual(expect.stringMatching(asked));
    }
    const answers = stdout.match(/^ {2}< .*/gm) ?? [];
    expect(answers).toHaveLength(requests.length);
    expect(new Set(answers)).toEqual(
      new Set(["  < 200 OK", "  < 404 Not Found", "  < 429 Too Many Requests"]),
    );
    for (const type of ["Contact", "NormalizedContact", "unknown", "ReadableStream<Uint8Array>"]) {
      expect(stdout).toContain(`\n  ${type}`);
    }
    expect(stdout).toContain("&remote_query[options][cascade][]=notes");
    expect(stdout.match(/TrutoApiError: \{/g)).toHaveLength(2);
    expect(stdout).toContain("retryAfter: 10000");
    expect(stdout).toContain("100 ids: 86 deleted, 3 gone, 0 unknown, 11 failed, 0 unsent");
    expect(stdout).toMatch(/\n {2}10 × 409 [^\n]*: 1\d, 1\d, 1\d, …\n {2}1 × 422 [^\n]*: 33\n/);
    expect(stdout).toContain("--retry-failed sends 11 contacts again.");
    expect(stdout).toMatch(/\n\nNothing left this machine\.$/);
  });

  it("explains itself with --help", async () => {
    const { exitCode, stdout } = await runDemo({ args: ["--help"] });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run demo/);
  });

  it("wants --live with --yes", async () => {
    const { exitCode, stderr } = await runDemo({ args: ["--yes"] });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "--yes and --base-url go with --live <id>.",
    });
  });

  it("names an option that it does not know", async () => {
    const { exitCode, stderr } = await runDemo({ args: ["--lvie", "1"] });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--lvie");
  });
});
