import type { Command } from "../command.js";
import { deleteCommand } from "./delete.js";
import { mockCommand } from "./mock.js";
import { reportCommand } from "./report.js";

/** Every command by its name, in the order of the help. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ["delete", deleteCommand],
  ["report", reportCommand],
  ["mock", mockCommand],
]);
