import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, type Folder, makeFolder } from "./command.js";
import { deleteFive, headerFor, writeReport } from "./five-contacts.js";

const done = { json: { id: "1" } };

/** The command's refusal of a report. Fails when anything is sent, or the report changes. */
async function refusalOf(prepare: (folder: Folder, server: { url: string }) => Promise<void>) {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await prepare(folder, server);
  const before = await readFile(folder.report, "utf8").catch(() => undefined);
  const { exitCode, stdout, stderr } = await deleteFive(folder, server);
  expect({ exitCode, stdout, requests: server.requests }).toEqual({ exitCode: 2, stdout: "", requests: [] });
  expect(await readFile(folder.report, "utf8").catch(() => undefined)).toBe(before);
  return stderr;
}

const another = "run.ndjson is the report of another run: it is of";
const noReport = "run.ndjson is not a report of this command: name another file\n";

test("The report of another account, input or server is refused", async () => {
  expect(
    await refusalOf((folder, server) => writeReport(folder, { ...headerFor(server), account: "b" })),
  ).toBe(`${another} account "b", not ${account}\n`);
  expect(
    await refusalOf((folder, server) => writeReport(folder, { ...headerFor(server), sha256: "1" })),
  ).toBe(
    `${another} another input than ids.txt is now (by its SHA-256): give that input again, or another report\n`,
  );
  expect(await refusalOf((folder) => writeReport(folder, headerFor({ url: "https://mock" })))).toBe(
    `${another} a run at "https://mock", not URL\n`,
  );
});

test.each([
  ["text without a line feed", "a"],
  ["lines of text", "a\nb\n"],
  ["JSON of something else", '{"n":1}\n'],
  ["a list in JSON", "[]\n"],
  ["bytes that are not text", Buffer.from([0xff, 0xfe, 0x0a])],
])("A file of %s is refused as a report, and not changed", async (_, content) => {
  expect(await refusalOf((folder) => writeFile(folder.report, content))).toBe(noReport);
});

test.each([
  ["invalid JSON", "{\n"],
  ["no id", '{"n":1,"outcome":"deleted"}\n'],
  ["the id of another line", '{"n":2,"id":"a","outcome":"deleted"}\n'],
  ["a line past the end", '{"n":6,"id":"a","outcome":"deleted"}\n'],
  ["an unknown outcome", '{"n":1,"id":"a","outcome":"erased"}\n'],
  ["a key that is not text", '{"n":1,"id":"a","sending":1}\n'],
])("A report with a line that has %s is refused", async (_, line) => {
  const refusal = await refusalOf(async (folder, server) => {
    await writeFile(folder.report, `${JSON.stringify(headerFor(server))}\n${line}`);
  });
  expect(refusal).toBe("run.ndjson, line 2: it is damaged, or not of this run\n");
});

test("A report that can't be opened or created is refused", async () => {
  expect(await refusalOf((folder) => mkdir(folder.report).then(() => {}))).toMatch(
    /^run\.ndjson can't be read: it is not a file/,
  );
  await using folder = await makeFolder();
  await using server = await startServer(done);
  const nowhere = { ...folder, report: folder.path("nowhere/run.ndjson") };
  const { exitCode, stderr } = await deleteFive(nowhere, server);
  expect({ exitCode, requests: server.requests }).toEqual({ exitCode: 2, requests: [] });
  expect(stderr).toMatch(/^nowhere\/run\.ndjson can't be written: ENOENT/);
});
