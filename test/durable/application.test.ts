import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { removePrograms, runProgram, snippetsOf, writeProgram } from "../readme/snippets.js";
import { startPostgres } from "../support/postgres.js";
import { startTruthServer } from "../support/truth-server.js";

const guide = fileURLToPath(new URL("../../src/durable/README.md", import.meta.url));

test("The application of the guide, which has DBOS of its own, deletes what it queues", async () => {
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
  const file = await writeProgram("durable-application", `${code}\n${end}`);
  try {
    const { exitCode, all } = await runProgram(file, server.url, { DATABASE_URL: postgres.url });
    expect(exitCode, all).toBe(0);
    expect(ids.filter((id) => server.exists("62f44730-dd91-461e-bd6a-aedd9e0ad79d", id))).toEqual([]);
  } finally {
    await removePrograms();
  }
});
