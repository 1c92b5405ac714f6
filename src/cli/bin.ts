#!/usr/bin/env node
import process from "node:process";
import { main } from "./main.js";
import { openTerminal } from "./screen/terminal.js";

// The reader of what is printed may leave, or its disk be full: that must end no run, nor change how it ended.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.exitCode = await main(process.argv.slice(2), Object.assign(process, { openTerminal }));
