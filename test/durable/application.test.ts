import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { removePrograms, runProgram, snippetsOf, writeProgram } from "../readme/snippets.js";
import { startPostgres } from "../support/postgres.js";
import { startTruthServer } from "../support/truth-server.js";

const guide = fileURLToPath(new URL("../../src/durable/README.md", import.meta.url));

test("The application of the guide, which has DBOS of its own, deletes what it queues although its onSettle throws", async () => {
  const ids = ["23423523", "23423524"];
  const accounts = { "62f44730-dd91-461e-bd6a-aedd9e0ad79d": ids };
  await using server = await startTruthServer({ accounts });
  await using postgres = await startPostgres();
  const { code = "" } = snippetsOf(guide).find(({ language }) => language === "ts") ?? {};
  const end = `const settled = async () => {
    let number = 0;
    for await (const { outcome } of readDeletes(client, run.run)) if (outcome === "deleted") number++;
    return number;
  };
  while ((await settled()) < 2) await new Promise((resolve) => setTimeout(resolve, 100));
  await client.destroy();
  await DBOS.shutdown({ workflowCompletionTimeoutMS: 1_000 });
  process.exit(0);`;
  const throwing = 'databaseUrl, onSettle() { throw new Error("of the application"); } });';
  const program = code.replace("databaseUrl });", throwing);
  expect(program).not.toBe(code);
  const file = await writeProgram("durable-application", `${program}\n${end}`);
  try {
    const { exitCode, all } = await runProgram(file, server.url, { DATABASE_URL: postgres.url });
    expect(exitCode, all).toBe(0);
    expect(ids.filter((id) => server.exists("62f44730-dd91-461e-bd6a-aedd9e0ad79d", id))).toEqual([]);
  } finally {
    await removePrograms();
  }
});

test("An application whose processes share the engine's default id is refused", async () => {
  await using postgres = await startPostgres();
  const { code = "" } = snippetsOf(guide).find(({ language }) => language === "ts") ?? {};
  const file = await writeProgram("durable-local", code.replace("executorID: hostname()", ""));
  try {
    const { exitCode, all } = await runProgram(file, "http://127.0.0.1:1", { DATABASE_URL: postgres.url });
    expect(all).toContain("DBOS.setConfig must give each process an executorID of its own");
    expect(exitCode).toBe(1);
  } finally {
    await removePrograms();
  }
});
