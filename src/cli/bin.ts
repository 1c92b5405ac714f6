#!/usr/bin/env node
import process from "node:process";
import { main } from "./main.js";
import { openTerminal } from "./screen/terminal.js";

// A closed pipe or a full disk behind the output must neither end a run nor change its exit code.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.exitCode = await main(process.argv.slice(2), Object.assign(process, { openTerminal }));
// Node's own cleanup begins with its signal handlers: in the ms after that, a signal would still change the exit code.
process.once("beforeExit", () => process.exit());
