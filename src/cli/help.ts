import type { OptionTable } from "./arguments.js";
import type { Command } from "./command.js";
import { exitCodes } from "./exit-code.js";
import { guide } from "./version.js";

/** The name of the program, in usage lines and messages. */
export const program = "truto-crm-client";

/** Options of every command. */
const common: OptionTable = {
  help: { type: "boolean", text: "print this text (also -h)" },
  version: { type: "boolean", text: "print the version (also -v)" },
};

/** The help of the program: its commands. */
export function programHelp(commands: ReadonlyMap<string, Command>): string {
  const list = [...commands].map(([name, { summary }]): [string, string] => [name, summary]);
  return `Usage: ${program} <command> [options]

${section("Commands", [...list, ["help <command>", "print the options of a command, and examples"]])}

${section("Options", Object.entries(common).map(optionRow))}

Guide: ${guide}
`;
}

/** The help of one command. */
export function commandHelp(name: string, command: Command): string {
  const { usage, text, options, environment = {}, examples } = command;
  const codes = command.exitCodes.map((one) => exitCodes[one]);
  const sections = [
    section("Options", Object.entries({ ...options, ...common }).map(optionRow)),
    section("Environment", Object.entries(environment)),
    section(
      "Exit codes",
      codes.map(({ code, text }) => [String(code), text]),
    ),
    `Examples:\n${examples.map((example) => `  ${program} ${example}`).join("\n")}`,
    `Guide: ${guide}`,
  ];
  const body = sections.filter((one) => one !== "").join("\n\n");
  return `Usage: ${program} ${name} ${usage}\n\n${text}\n\n${body}\n`;
}

function optionRow([name, option]: [string, OptionTable[string]]): [string, string] {
  const text = option.default === undefined ? option.text : `${option.text} (default: ${option.default})`;
  return [`--${name}${option.value ? ` ${option.value}` : ""}`, text];
}

/** A title and a table of two columns; empty for a table without rows. */
function section(title: string, rows: [string, string][]): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return `${title}:\n${rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n")}`;
}
