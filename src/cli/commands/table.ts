import type { Command } from "../command.js";
import { cancelCommand } from "./cancel.js";
import { deleteCommand } from "./delete.js";
import { enqueueCommand } from "./enqueue.js";
import { mockCommand } from "./mock.js";
import { reportCommand } from "./report.js";
import { workCommand } from "./work.js";

/** Every command by its name, in the order of the help. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ["delete", deleteCommand],
  ["report", reportCommand],
  ["enqueue", enqueueCommand],
  ["work", workCommand],
  ["cancel", cancelCommand],
  ["mock", mockCommand],
]);
