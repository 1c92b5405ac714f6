import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { parseDeleteArguments } from "../../src/cli/commands/delete-options.js";
import { startServer } from "../support/server.js";
import { watchStalls } from "../support/stalls.js";
import { account, makeFolder, runCommand } from "./command.js";

const needed = ["delete", "--from", "ids.txt", "--account", account, "--report", "run.ndjson"];
const noToken = "there is no --token, as others could see it: set TRUTO_API_TOKEN";
const rateHint = "--limit must be requests/seconds, such as 50/10, not";
const timeHint = "--max-wait must be a time such as 30m or 2h (a number alone is minutes), not";

/** Problems as they are printed. */
const refuse = (problems: string) => problems.replace(/^/gm, "truto-crm-client: ");

test.each([
  ["no option", ["delete"], "--from is missing\n--account is missing\n--report is missing"],
  ["an empty account", ["delete", "--from", "i", "--account", "", "--report", "r"], "--account is missing"],
  ["a dry run without ids", ["delete", "--dry-run"], "--from is missing"],
  ["an unknown option", [...needed, "--quiet"], "there is no --quiet: see --help"],
  ["a misspelt option", [...needed, "--frm", "x"], "there is no --frm: did you mean --from?"],
  ["an option without its hyphen", [...needed, "--dryrun"], "there is no --dryrun: did you mean --dry-run?"],
  ["an option with one dash", ["delete", "-from", "x"], "there is no -from: did you mean --from?"],
  ["an inherited name", [...needed, "--toString"], "there is no --toString: see --help"],
  ["an option at the end without its value", ["delete", "--from"], "--from has no value: it takes <file>"],
  [
    "an option without its value before another",
    ["delete", "--from", "--dry-run"],
    "--from has no value before --dry-run: write --from=--dry-run if that is its value",
  ],
  ["a value for a flag", [...needed, "--json=yes"], "--json takes no value"],
  ["an argument without an option", ["delete", "ids.txt"], '"ids.txt" belongs to no option: see --help'],
  ["an option given twice", [...needed, "--account", "b"], "--account is given twice"],
  ["a flag given twice", [...needed, "--any-id", "--any-id"], "--any-id is given twice"],
  ["a token", [...needed, "--token", "t"], noToken],
  ["a token after an equals sign", [...needed, "--token=t"], noToken],
  [
    "an account that is not a UUID",
    ["delete", "--from", "i", "--account", "acme", "--report", "r"],
    "--account must be the UUID of an integrated account, not acme",
  ],
  [
    "an account that is not a UUID, and --dry-run",
    ["delete", "--from", "i", "--account", `${account}0`, "--dry-run"],
    `--account must be the UUID of an integrated account, not ${account}0`,
  ],
  ["a limit without a time", [...needed, "--limit", "50"], `${rateHint} 50`],
  ["a limit of 0 requests", [...needed, "--limit", "0/10"], `${rateHint} 0/10`],
  [
    "a limit of too many requests",
    [...needed, "--limit", "100001/1"],
    "--limit must be at most 100000/86400, not 100001/1",
  ],
  [
    "a limit in too long a time",
    [...needed, "--limit", "1/86401"],
    "--limit must be at most 100000/86400, not 1/86401",
  ],
  [
    "letters of an option in another order",
    [...needed, "--form", "x"],
    "there is no --form: did you mean --from?",
  ],
  [
    "standard output as the report",
    ["delete", "--from", "i", "--account", account, "--report", "-"],
    "--report must be a file, from which the same command resumes the run",
  ],
  [
    "a concurrency of 0",
    [...needed, "--concurrency", "0"],
    "--concurrency must be a whole number above 0, not 0",
  ],
  [
    "a timeout of half a second",
    [...needed, "--timeout", "0.5"],
    "--timeout must be a whole number above 0, not 0.5",
  ],
  ["a --yes that is not a number", [...needed, "--yes", "y"], "--yes must be a whole number above 0, not y"],
  [
    "a --stop-after of 0",
    [...needed, "--stop-after", "0"],
    "--stop-after must be a whole number above 0, not 0",
  ],
  ["a --max-wait in weeks", [...needed, "--max-wait", "1w"], `${timeHint} 1w`],
  ["a --max-wait of 0", [...needed, "--max-wait", "0"], `${timeHint} 0`],
])("Arguments with %s are refused", async (_, args, refusal) => {
  expect(await runCommand(args)).toEqual({ exitCode: 2, stdout: "", stderr: `${refuse(refusal)}\n` });
});

test.each([
  ["is not set", {}],
  ["is empty", { TRUTO_API_TOKEN: "" }],
])("A run is refused when TRUTO_API_TOKEN %s", async (_, env) => {
  const stderr = "truto-crm-client: TRUTO_API_TOKEN is not set: put the token there\n";
  expect(await runCommand(needed, { env })).toEqual({ exitCode: 2, stdout: "", stderr });
});

test.each([
  [
    "with http: to another host",
    "http://example.com",
    "--base-url must be https: the token would travel in clear",
  ],
  ["that is not a URL", "api.truto.one", "--base-url is not a URL: give one such as https://api.truto.one"],
  ["with a password", "https://a:b@c", "--base-url must not hold credentials: use TRUTO_API_TOKEN"],
])("A --base-url %s is refused, also in a dry run", async (_, url, refusal) => {
  for (const more of [[], ["--dry-run"]]) {
    const ended = await runCommand([...needed, "--base-url", url, ...more]);
    expect(ended).toEqual({ exitCode: 2, stdout: "", stderr: `${refuse(refusal)}\n` });
  }
});

test("A token with a space is refused, and not shown", async () => {
  const { exitCode, stderr } = await runCommand(needed, { env: { TRUTO_API_TOKEN: "se cret" } });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^truto-crm-client: TRUTO_API_TOKEN has a space/);
  expect(stderr).not.toContain("cret");
});

test("With --json a refusal is JSON on standard output", async () => {
  const { exitCode, stdout, stderr } = await runCommand(["delete", "--json", "--from", "x"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({
    exitCode: 2,
    problems: ["--account is missing", "--report is missing"],
  });
});

test("A dry run needs no token, account or report, and creates no file", async () => {
  await using folder = await makeFolder();
  const from = await folder.ids("a\nb\nc\n");
  const { exitCode, stdout, stderr } = await runCommand(["delete", "--from", from, "--dry-run"], { env: {} });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "3 ids: 0 deleted, 0 gone, 0 unknown, 0 failed, 3 unsent\n",
  });
  expect(stderr).toBe(
    `${from} has 3 ids, of which 3 are left to delete.\n` +
      "That takes about 1 s at 50 requests in 10 s, and can't be undone.\nNothing was sent.\n",
  );
  expect(await folder.files()).toEqual(["ids.txt"]);
});

test("A dry run with a report says how many ids are left, and does not change the report", async () => {
  await using folder = await makeFolder();
  await using server = await startServer([{ json: { id: "1" } }, { status: 401 }]);
  const from = await folder.ids("a\nb\nc\n");
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
  const options = ["--base-url", server.url, "--concurrency", "1"];
  expect((await runCommand([...args, ...options, "--yes", "3"])).exitCode).toBe(3);
  const before = await folder.lines();
  const sent = server.requests.length;
  const { stdout } = await runCommand([...args, ...options, "--dry-run", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, ids: 3, deleted: 1, left: 2 });
  expect(await folder.lines()).toEqual(before);
  expect(server.requests).toHaveLength(sent);
});

test("A run keeps to its limit and its concurrency", async () => {
  await using folder = await makeFolder();
  using stalls = watchStalls();
  let [open, most] = [0, 0];
  await using server = await startServer(async () => {
    most = Math.max(most, ++open);
    // The second of two comes later where the disk is slow.
    while (most < 2) await sleep(10);
    await sleep(50);
    open--;
    return { json: { id: "1" } };
  });
  const from = await folder.ids("1\n2\n3\n4\n5\n6\n");
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "6"];
  const options = ["--base-url", server.url, "--limit", "4/1", "--concurrency", "2"];
  expect((await runCommand([...args, ...options])).exitCode).toBe(0);
  expect(most).toBe(2);
  const [first, , , , fifth] = server.requests.map(({ receivedAt }) => receivedAt);
  expect(Number(fifth) - Number(first)).toBeGreaterThanOrEqual(1_000 - stalls.longest);
});

test("The outcome of a request that times out is unknown", async () => {
  await using folder = await makeFolder();
  await using server = await startServer("silence");
  const from = await folder.ids("1\n");
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "1"];
  const { exitCode, stdout, stderr } = await runCommand([
    ...args,
    "--base-url",
    server.url,
    "--timeout",
    "1",
  ]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: "1 id: 0 deleted, 0 gone, 1 unknown, 0 failed, 0 unsent\n",
  });
  expect(stderr).toMatch(/1 left: the same command sends it\.\n$/);
});

test.each([
  ["90s", 90_000],
  ["15", 900_000],
  ["15m", 900_000],
  ["15min", 900_000],
  ["2h", 7_200_000],
  ["1d", 86_400_000],
])("--max-wait %s is %i ms", (text, time) => {
  expect(parseDeleteArguments([...needed.slice(1), "--max-wait", text]).maxWait).toBe(time);
});
