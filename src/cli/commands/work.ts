import { createClient } from "../client.js";
import type { Command } from "../command.js";
import { type ExitCode, exitCodes } from "../exit-code.js";
import { drainText, Interrupts } from "../interrupts.js";
import { useProxy } from "../proxy.js";
import { openQueue, patience } from "../queue/database.js";
import { loadEngine } from "../queue/engine.js";
import { Worker } from "../queue/worker.js";
import type { Surroundings } from "../surroundings.js";
import { countsText } from "../text.js";
import { parseWorkArguments, workHelp } from "./work-options.js";

/** The command `work`. */
export const workCommand: Command = {
  ...workHelp,
  async run(args, around) {
    const parsed = parseWorkArguments(args);
    const truto = createClient(around.env.TRUTO_API_TOKEN, parsed);
    useProxy(parsed, around.env);
    const engine = await loadEngine();
    await using queue = await openQueue(engine, around);
    const worker = new Worker({ engine, queue, truto, args: parsed, around });
    const interrupts = new Interrupts(around);
    interrupts.drainBy(() => {
      around.stderr.write(`${drainText}\n`);
      worker.stop();
    });
    const end = await worker.work();
    await worker.close();
    const exitCode = printResult(worker, end, parsed.json, around);
    interrupts.end(exitCode);
    // What the engine still asks of a database that is out of reach would hold the process for ever.
    setTimeout(() => around.exit(exitCode), patience).unref();
    return exitCode;
  },
};

function printResult(
  { counts }: Worker,
  end: "empty" | "interrupted",
  isJson: boolean,
  { stdout }: Surroundings,
): ExitCode {
  const outcome = counts.unknown + counts.failed > 0 ? "incomplete" : "complete";
  const exitCode = exitCodes[end === "empty" ? outcome : "interrupted"].code;
  stdout.write(isJson ? `${JSON.stringify({ exitCode, ...counts })}\n` : `${countsText(counts)}\n`);
  return exitCode;
}
