import { createHash } from "node:crypto";
import { open, stat, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type ReportLine, reportLines } from "../../src/cli/report/report-lines.js";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand } from "./command.js";
import { headerFor, sent } from "./five-contacts.js";

test("A report of several hundred kilobytes is read line by line, with the offset of each line", async () => {
  await using folder = await makeFolder();
  const texts = Array.from({ length: 2_000 }, (_, index) => `${"é".repeat(index % 97)}${index}`);
  texts.splice(1_000, 0, "山".repeat(50_000));
  const content = Buffer.from(texts.join("\n"));
  await writeFile(folder.report, content);
  await using file = await open(folder.report);
  const lines: ReportLine[] = [];
  for await (const batch of reportLines(file, content.length)) lines.push(...batch);
  expect(lines.map(({ text }) => text)).toEqual(texts);
  for (const { text, offset } of lines) {
    const bytes = Buffer.byteLength(text);
    expect(content.toString("utf8", offset, offset + bytes)).toBe(text);
  }
  expect(lines.filter(({ isCut }) => isCut)).toEqual([lines.at(-1)]);
});

test("A run with a report of several hundred kilobytes is resumed with what is left", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ status: 204 });
  const ids = Array.from({ length: 3_000 }, (_, index) => String(100_000 + index));
  const input = `${ids.join("\n")}\n`;
  const from = await folder.ids(input);
  const sha256 = createHash("sha256").update(input).digest("hex");
  const at = "2026-01-01T00:00:00.000Z";
  const left = new Map([
    [17, "key-17"],
    [1_500, "key-1500"],
    [3_000, "key-3000"],
  ]);
  const lines = ids.flatMap((id, index) => {
    const n = index + 1;
    const sending = { n, id, sending: left.get(n) ?? `key-${n}`, at };
    return left.has(n) ? [sending] : [sending, { n, id, outcome: "deleted", at }];
  });
  const all = [{ ...headerFor(server), sha256, ids: ids.length }, ...lines];
  await writeFile(folder.report, all.map((line) => `${JSON.stringify(line)}\n`).join(""));
  expect((await stat(folder.report)).size).toBeGreaterThan(4 * 64 * 1024);
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "3"];
  const { exitCode, stdout } = await runCommand([...args, "--base-url", server.url]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "3000 ids: 3000 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  expect(new Map(sent(server))).toEqual(new Map([...left].map(([n, key]) => [ids[n - 1], key])));
});
