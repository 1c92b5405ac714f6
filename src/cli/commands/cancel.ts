import { parseOnlyOptions, requireOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { openQueue } from "../queue/database.js";
import { loadEngine } from "../queue/engine.js";
import { refuseInput } from "../queue/refuse-input.js";
import { printable } from "../text.js";

const options = {
  run: { type: "string", value: "<name>", text: "the run to cancel" },
} as const;

/** The command `cancel`. */
export const cancelCommand: Command = {
  summary: "cancel a run on the queue",
  usage: "--run <name>",
  text: `Cancels a run: no more of its contacts are sent, and requests under way still end with their outcomes. The name
can't be used again. The report says what was not sent.`,
  options,
  environment: { DATABASE_URL: "the database of the queue, PostgreSQL" },
  exitCodes: ["done", "refused"],
  examples: ["cancel --run offboarding-7"],
  async run(args, around) {
    const { run = "" } = parseOnlyOptions(options, args);
    requireOptions({ run });
    const engine = await loadEngine();
    await using queue = await openQueue(engine, around);
    await engine.cancelDeletes(queue.client, run).catch(refuseInput);
    around.stdout.write(`${printable(run)} is cancelled.\n`);
    around.stderr.write(`What was not sent is in the report: report --run ${printable(run)} --csv\n`);
    return exitCodes.done.code;
  },
};
