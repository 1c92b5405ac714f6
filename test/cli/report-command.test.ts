import { readFile, truncate, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand, withoutProgram } from "./command.js";
import { deleteFive } from "./five-contacts.js";

const done = { status: 204 };
const error = (status: number, message: string, more: object = {}) => ({
  status,
  json: { statusCode: status, error: "Error", message, ...more },
});
const conflict = error(409, "Contact has open deals");
const gone = error(404, "no contact", { truto_is_remote_error: true });
const broken = error(500, '=HYPERLINK("x"), broken');

/** A server that answers the five contacts in different ways. */
function mixedServer() {
  return startServer(({ target }) => {
    if (target.includes("/a?")) return { json: { id: "00a" } };
    if (target.includes("/b?")) return gone;
    if (target.includes("/e?")) return broken;
    return conflict;
  });
}

const counts = { ids: 5, left: 1, deleted: 1, gone: 1, unknown: 1, failed: 2, unsent: 0 };
const reasons = [
  {
    count: 2,
    outcome: "failed",
    again: false,
    status: 409,
    reason: "Contact has open deals",
    ids: ["c", "d"],
  },
  { count: 1, outcome: "unknown", again: true, status: 500, reason: '=HYPERLINK("x"), broken', ids: ["e"] },
];

const reasonsText = `  2 × 409 Contact has open deals: c, d
  1 × 500 =HYPERLINK("x"), broken (it may be deleted): e
  1 × confirmed under another id: a as 00a
`;

test("a run ends with its reasons and what to type next, and report prints the same later", async () => {
  await using folder = await makeFolder();
  await using server = await mixedServer();
  const ended = await deleteFive(folder, server);
  expect(ended).toMatchObject({
    exitCode: 1,
    stdout: "5 ids: 1 deleted, 1 gone, 1 unknown, 2 failed, 0 unsent\n",
  });
  expect(ended.stderr).toContain(`${reasonsText}1 left: the same command sends it.
Once the cause is fixed, the same command with --retry-failed sends 2 contacts again.
`);
  expect(await runCommand(["report", folder.report])).toEqual({
    exitCode: 1,
    stdout: `${ended.stdout}${reasonsText}1 left: the delete command of this run sends it.
Once the cause is fixed, the delete command of this run with --retry-failed sends 2 contacts again.
`,
    stderr: "",
  });
});

test("report --json has the same counts and reasons as delete --json", async () => {
  await using folder = await makeFolder();
  await using server = await mixedServer();
  const ended = await deleteFive(folder, server, ["--json"]);
  const { exitCode, stdout } = await runCommand(["report", folder.report, "--json"]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    exitCode: 1,
    ...counts,
    reasons,
    otherIds: { count: 1, contacts: [{ id: "a", confirmedId: "00a" }] },
  });
  expect(stdout).toBe(ended.stdout);
});

test("a long answer is cut in the report, which has one for each contact", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ status: 409, json: { message: "no ".repeat(40_000) } });
  const { exitCode } = await deleteFive(folder, server);
  expect(exitCode).toBe(1);
  const { stdout } = await runCommand(["report", folder.report, "--json"]);
  const [{ reason }] = JSON.parse(stdout).reasons;
  expect(reason).toHaveLength(501);
  expect(reason).toMatch(/no no.*…$/);
});

test("report --csv has a line for each contact", async () => {
  await using folder = await makeFolder();
  await using server = await mixedServer();
  await deleteFive(folder, server);
  const { exitCode, stdout } = await runCommand(["report", folder.report, "--csv"]);
  expect(exitCode).toBe(1);
  const time = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  expect(stdout.replace(time, "T").split("\r\n").sort()).toEqual([
    "",
    "a,deleted,false,,,1,T,00a",
    "b,gone,false,404,,1,T,",
    "c,failed,false,409,Contact has open deals,1,T,",
    "d,failed,false,409,Contact has open deals,1,T,",
    `e,unknown,true,500,"'=HYPERLINK(""x""), broken",3,T,`,
    "id,outcome,again,status,reason,attempts,time,confirmedId",
  ]);
});

test("report says that a run is under way or died, and what is open", async () => {
  await using folder = await makeFolder();
  const reports: Promise<{ stdout: string; stderr: string }>[] = [];
  await using server = await startServer(async () => {
    if (server.requests.length === 3) {
      reports.push(runCommand(["report", folder.report]), runCommand(["report", folder.report, "--csv"]));
      await Promise.all(reports);
    }
    return done;
  });
  expect((await deleteFive(folder, server, ["--concurrency", "1"])).exitCode).toBe(0);
  const [text, csv] = await Promise.all(reports);
  expect(text).toMatchObject({
    stdout: `5 ids: 2 deleted, 0 gone, 1 unknown, 0 failed, 2 unsent
  1 × sent; no outcome was written down (it may be deleted): c
3 left: the delete command of this run sends them.
`,
    stderr: "The run has not ended in order: it is under way, or it died.\n",
  });
  expect(csv?.stdout.split("\r\n").slice(1).sort()).toEqual([
    "",
    expect.stringMatching(/^a,deleted,/),
    expect.stringMatching(/^b,deleted,/),
    expect.stringMatching(/^c,unknown,true,,sent; no outcome was written down,,\d/),
    "d,unsent,true,,,,,",
    "e,unsent,true,,,,,",
  ]);
  const size = Buffer.byteLength((await readFile(folder.report, "utf8")).split('{"n":3')[0] ?? "");
  await truncate(folder.report, size + 10);
  expect((await runCommand(["report", folder.report])).stdout).toMatch(/^5 ids: [12] deleted, .* 3 unsent\n/);
});

test("when all contacts were gone, delete and report ask whether the account is right", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(gone);
  const question = `Every contact was gone, and none deleted: is ${account} the right account, and are the ids those of the CRM?\n`;
  const { exitCode, stderr } = await deleteFive(folder, server);
  expect(exitCode).toBe(0);
  expect(stderr.endsWith(question)).toBe(true);
  expect((await runCommand(["report", folder.report])).stdout.endsWith(question)).toBe(true);
});

test("report refuses a file that is no report, and says why", async () => {
  await using folder = await makeFolder();
  const refusalOf = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await runCommand(["report", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    return withoutProgram(stderr).replaceAll(folder.path("."), "").replace(/^\//, "");
  };
  expect(await refusalOf(folder.report)).toBe("run.ndjson can't be read: there is no such file\n");
  await writeFile(folder.report, "a\nb\n");
  expect(await refusalOf(folder.report)).toContain("is not a report of this command");
  await writeFile(folder.report, "");
  expect(await refusalOf(folder.report)).toBe("run.ndjson is empty: its run died at its start\n");
  expect(await refusalOf(folder.path("."))).toBe(" can't be read: it is not a file\n");
});
