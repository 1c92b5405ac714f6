import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, type OptionValues } from "@commander-js/extra-typings";
import { TrutoError } from "../../src/errors.js";

/** Runs a script with its arguments. @throws `UserError` for a mistake of the user */
export type Main = (args: string[]) => Promise<void>;

/** A mistake of the user. It is printed in one sentence, without a stack. */
export class UserError extends Error {}

/** Starts the description of a script's options. @param usage the words that run it, such as `npm run mock --` */
export function command(usage: string): Command {
  return new Command(usage)
    .helpOption("--help", "show this text")
    .exitOverride()
    .configureOutput({
      // The thrown error has the message.
      writeErr: () => {},
    });
}

/**
 * Makes the main function of a script, and runs it if Node was started with this script, not if the script is imported.
 * A failure goes to stderr and the exit code is 1.
 * @param url the script's `import.meta.url`
 */
export function script<Options extends OptionValues>(
  url: string,
  options: Command<[], Options>,
  run: (options: Options) => Promise<unknown>,
): Main {
  options.action(async (values) => {
    await run(values);
  });
  const main: Main = async (args) => {
    try {
      await options.parseAsync(args, { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode !== 0) throw new UserError(error.message.replace(/^error: /, ""));
    }
  };
  const [, started, ...args] = process.argv;
  // The URL has the real path, and the arguments have the path as it was typed.
  if (started !== undefined && realpathSync(started) === fileURLToPath(url)) {
    main(args).catch((error: unknown) => {
      report(error);
      process.exitCode = 1;
    });
  }
  return main;
}

/** Prints an error: one sentence for a mistake of the user and for an error of the API or the system, a stack for a bug. */
export function report(error: unknown): void {
  const isRefusal = error instanceof TrutoError || (error instanceof Error && "syscall" in error);
  const isTold = error instanceof UserError || isRefusal;
  console.error(isTold ? error.message : error);
}
