import { parseOnlyOptions, requireOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { readIds } from "../input/read-ids.js";
import { parseAccount } from "../option-values.js";
import { openQueue } from "../queue/database.js";
import { loadEngine } from "../queue/engine.js";
import { refuseInput } from "../queue/refuse-input.js";
import { count, printable } from "../text.js";
import { commonOptions } from "./common-options.js";

const options = {
  from: commonOptions.from,
  account: commonOptions.account,
  run: {
    type: "string",
    value: "<name>",
    text: "the name of the run; under one name a contact is queued once",
  },
  "retry-failed": {
    type: "boolean",
    text: "queue again what failed or is unknown, once you have fixed the cause",
  },
  "any-id": commonOptions["any-id"],
  json: commonOptions.json,
} as const;

/** The command `enqueue`. */
export const enqueueCommand: Command = {
  summary: "queue contacts, for workers on any number of machines to delete",
  usage: "--from <file> --account <uuid> --run <name> [options]",
  text: `Queues the contacts whose ids are in a file. Workers delete them (see work), at once if some are running, and
that can't be undone. The same command again queues only what is not queued yet, from any number of machines.`,
  options,
  environment: { DATABASE_URL: "the database of the queue, PostgreSQL" },
  exitCodes: ["done", "refused"],
  examples: ["enqueue --from ids.txt --account 62f44730-dd91-461e-bd6a-aedd9e0ad79d --run offboarding-7"],
  async run(args, around) {
    const values = parseOnlyOptions(options, args);
    const { from = "", run = "", json, "retry-failed": retryFailed, "any-id": anyId = false } = values;
    requireOptions({ from, account: values.account, run });
    const account = parseAccount("account", values.account ?? "");
    const engine = await loadEngine();
    const { ids, name } = await readIds({ from, anyId }, around.stdin);
    await using queue = await openQueue(engine, around);
    const queued = await engine
      .enqueueDeletes(queue.client, { run, account, retryFailed }, ids)
      .catch(refuseInput);
    const result = { exitCode: exitCodes.done.code, ids: ids.length, queued };
    if (json) around.stdout.write(`${JSON.stringify(result)}\n`);
    else {
      around.stdout.write(
        `${printable(name)} has ${count(ids.length, "id")}, of which ${queued} are queued now.\n`,
      );
      around.stderr.write(
        `The command work deletes them; report --run ${printable(run)} shows their progress.\n`,
      );
    }
    return result.exitCode;
  },
};
