#!/usr/bin/env node
import process from "node:process";
import { isObject } from "../values.js";
import { program } from "./help.js";
import { main } from "./main.js";
import { openTerminal } from "./screen/terminal.js";

// A closed pipe or a full disk behind the output must neither end a run nor change its exit code.
process.stderr.on("error", () => {});
let isOutputLost = false;
process.stdout.on("error", (error) => {
  // A reader such as `head` has what it wants.
  if (isOutputLost || (isObject(error) && error.code === "EPIPE")) return;
  isOutputLost = true;
  process.stderr.write(`${program}: the output can't be written, and is incomplete: ${error.message}\n`);
});
process.exitCode = await main(process.argv.slice(2), Object.assign(process, { openTerminal }));
// Node's own cleanup begins with its signal handlers: in the ms after that, a signal would still change the exit code.
process.once("beforeExit", () => process.exit());
