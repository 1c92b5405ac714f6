import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { longestSilence, OwnedFile } from "../../src/cli/report/owned-file.js";
import { readReport } from "../../src/cli/report/read-report.js";
import { type Folder, makeFolder } from "./command.js";
import { headerFor, writeReport } from "./five-contacts.js";

afterEach(() => {
  vi.useRealTimers();
});

async function sizeOf({ report }: Folder): Promise<number> {
  return (await stat(report)).size;
}

async function claim(folder: Folder, length: number): Promise<OwnedFile> {
  const file = await OwnedFile.claim(folder.report, length, "");
  if (!file) throw new Error("it has another writer");
  return file;
}

test("exactly one of several claims at once is valid, on a new report and on that of a dead run", async () => {
  await using folder = await makeFolder();
  for (const text of ["", '{"n":1}\n', '{"n":1']) {
    await writeFile(folder.report, text);
    const claims = Array.from({ length: 8 }, () => OwnedFile.claim(folder.report, text.length, ""));
    const files = (await Promise.all(claims)).filter((file) => file !== undefined);
    expect(files).toHaveLength(1);
    const [file] = files;
    // The valid claim is not disturbed by those that came too late.
    await file?.append('{"n":2}\n');
    await file?.close();
    expect(await readFile(folder.report, "utf8")).toContain('\n{"n":2}\n');
  }
});

test("a claim on a report that has grown is invalid, and writes nothing", async () => {
  await using folder = await makeFolder();
  await writeFile(folder.report, "1\n2\n");
  expect(await OwnedFile.claim(folder.report, 2, "")).toBeUndefined();
  expect(await readFile(folder.report, "utf8")).toBe("1\n2\n");
});

test("a claim after an incomplete line begins on a line of its own", async () => {
  await using folder = await makeFolder();
  await writeFile(folder.report, '{"n":1');
  const file = await claim(folder, 6);
  await file.close();
  expect(await readFile(folder.report, "utf8")).toMatch(
    /^\{"n":1\n\{"writer":"[^"]+","from":6,"at":"[^"]+"\}\n$/,
  );
});

test("a writer that was frozen for long looks for another claim before it writes", async () => {
  await using folder = await makeFolder();
  vi.useFakeTimers({ toFake: ["Date"] });
  const first = await claim(folder, 0);
  expect(first.isSafe).toBe(true);
  vi.setSystemTime(Date.now() + longestSilence);
  expect(first.isSafe).toBe(false);
  await first.append("still alone\n");
  expect(first.isSafe).toBe(true);
  vi.setSystemTime(Date.now() + longestSilence);
  const second = await claim(folder, await sizeOf(folder));
  const size = await sizeOf(folder);
  await expect(first.append("late\n")).rejects.toThrow("was taken over by another run");
  await expect(first.append("later\n")).rejects.toThrow("was taken over by another run");
  expect(await sizeOf(folder)).toBe(size);
  await second.append("alone\n");
  await Promise.all([first.close(), second.close()]);
});

test("a writer finds another claim although text follows it", async () => {
  await using folder = await makeFolder();
  const file = await claim(folder, 0);
  const from = await sizeOf(folder);
  await appendFile(folder.report, `{"writer":"other","from":${from}}\n${" ".repeat(200)}\n`);
  await expect(file.append("own\n")).rejects.toThrow("was taken over by another run");
  await file.close();
});

test("a writer looks for another claim after its clock was set back", async () => {
  await using folder = await makeFolder();
  vi.useFakeTimers({ toFake: ["Date"] });
  const file = await claim(folder, 0);
  vi.setSystemTime(Date.now() - 60_000);
  expect(file.isSafe).toBe(false);
  await file.close();
});

test("the ids that were under way when a run died are unknown in its report", async () => {
  await using folder = await makeFolder();
  const at = new Date().toISOString();
  await writeReport(folder, headerFor({ url: "http://x" }), { n: 1, id: "a", sending: "key", at });
  const found = await readReport(folder.report, {
    ids: ["a", "b", "c", "d", "e"],
    since: Date.now() - 10_000,
  });
  expect(found?.ledger?.underWay).toBe(0);
  expect(found?.ledger?.tally()).toMatchObject({ unknown: 1, unsent: 4 });
  expect(found?.ledger?.key(1)).toBe("key");
  expect(found?.sent).toEqual([{ at: Date.parse(at) + 1_000, requests: 3 }]);
});
