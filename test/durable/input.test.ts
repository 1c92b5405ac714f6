import { DBOS, DBOSClient } from "@dbos-inc/dbos-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelDeletes, enqueueDeletes, readDeletes, registerDeletes } from "../../src/durable/index.js";
import { TrutoInputError } from "../../src/index.js";
import { createTestClient } from "../support/client.js";
import { type Postgres, startPostgres } from "../support/postgres.js";
import { accounts } from "./fleet.js";

const [account = ""] = accounts;
const about = { run: "input", account };

let postgres: Postgres;
let client: DBOSClient;
beforeAll(async () => {
  postgres = await startPostgres();
  await DBOS.migrate(postgres.url);
  client = await DBOSClient.create({ systemDatabaseUrl: postgres.url });
});
afterAll(async () => {
  await client.destroy();
  await postgres[Symbol.asyncDispose]();
});

describe("enqueueDeletes refuses", () => {
  // Plain JavaScript passes anything.
  const enqueue: (...args: [object, unknown]) => Promise<number> = (about, ids) =>
    Reflect.apply(enqueueDeletes, undefined, [client, about, ids]);

  test.each([
    { name: "a text for a list", ids: "101", says: "ids must be a list, not a string" },
    { name: "no list", ids: undefined, says: "ids must be a list" },
    { name: "a number for an id", ids: ["101", 102], says: "id must be a string, not Number" },
    {
      name: "an id with a space at its end",
      ids: ["101", "102 "],
      says: "id has a space at its start or end",
    },
    {
      name: "an id with a byte-order mark",
      ids: ["\ufeff101"],
      says: "id has a character that can't be seen",
    },
    { name: "an id with a zero-width space", ids: ["101", "1\u200b02"], says: "can't be seen: U+200B" },
    { name: "an empty id", ids: ["101", ""], says: "id is empty" },
  ])("$name", async ({ ids, says }) => {
    const error = await enqueue(about, ids).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TrutoInputError);
    expect(error.message).toContain(says);
  });

  test.each([
    { name: "no account", about: { run: "input" }, says: "account must be a string, not Undefined" },
    { name: "an empty account", about: { run: "input", account: "" }, says: "account is empty" },
    { name: "no run", about: { account }, says: "run must be a string, not Undefined" },
    { name: "an empty run", about: { run: "", account }, says: "run is empty" },
    { name: "a run with a line break", about: { run: "a\nb", account }, says: "run has a control character" },
    {
      name: "a run with a space at its end",
      about: { run: "a ", account },
      says: "run has a space at its start",
    },
    { name: "a misspelt option", about: { ...about, retryfailed: true }, says: "did you mean retryFailed?" },
  ])("$name", async ({ about, says }) => {
    const error = await enqueue(about, ["101"]).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TrutoInputError);
    expect(error.message).toContain(says);
  });
});

test("A run of which an id was refused has nothing on the queue, and can be neither read nor cancelled", async () => {
  const ids = [...Array.from({ length: 500 }, (_, index) => String(index)), "bad "];
  await expect(enqueueDeletes(client, about, ids)).rejects.toThrow(TrutoInputError);
  const noRun = new TrutoInputError("there is no run input on the queue");
  await expect(readDeletes(client, "input").next()).rejects.toThrow(noRun);
  await expect(cancelDeletes(client, "input")).rejects.toThrow(noRun);
});

test("A run is found whose name differs from others in a character that stands for any", async () => {
  for (const run of ["a-b", "a_b"]) await enqueueDeletes(client, { run, account }, ["101"]);
  await cancelDeletes(client, "a_b");
  const read = async (run: string) => (await readDeletes(client, run).next()).value;
  expect(await read("a_b")).toMatchObject({ id: "101", outcome: "unsent", isSettled: true });
  expect(await read("a-b")).toMatchObject({ id: "101", outcome: "unsent", isSettled: false });
  await expect(enqueueDeletes(client, { run: "a_b", account }, ["102"])).rejects.toThrow("was cancelled");
});

test("What the caller changes after the call has no effect on what is queued", async () => {
  const given = { run: "changed", account };
  const ids = ["101"];
  const queued = enqueueDeletes(client, given, ids);
  given.account = "62f44730-dd91-461e-bd6a-ffffffffffff";
  ids.push("102");
  expect(await queued).toBe(1);
  const { value } = await readDeletes(client, "changed").next();
  expect(value).toMatchObject({ id: "101", account });
});

test.each([
  { name: "no client", options: { truto: {} }, says: "must be a client" },
  { name: "an unknown option", options: { concurency: 5 }, says: "did you mean concurrency?" },
  { name: "a limit of 0", options: { limits: { account: 0 } }, says: "account must be a number, 1 or more" },
  {
    name: "a limit that is a text",
    options: { limits: { token: "500" } },
    says: "token must be a number, 1 or more",
  },
])("registerDeletes refuses $name", ({ options, says }) => {
  const truto = createTestClient({ url: "http://127.0.0.1:1" });
  const all = { truto, databaseUrl: postgres.url, ...options };
  expect(() => Reflect.apply(registerDeletes, undefined, [all])).toThrow(says);
});
