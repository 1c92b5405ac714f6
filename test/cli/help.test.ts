import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { commands } from "../../src/cli/commands/table.js";
import { exitCodes } from "../../src/cli/exit-code.js";
import { runCommand } from "./command.js";

const names = [...commands.keys()];
const list = names.join(", ");

async function helpOf(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(args, { env: {} });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

test.each([["help"], ["-h"], ["--help"], ["--help", "--from", "x"]])(
  "%s lists the commands",
  async (...args) => {
    const text = await helpOf(...args);
    for (const [name, { summary }] of commands)
      expect(text).toMatch(new RegExp(`^ {2}${name} +${summary}$`, "m"));
  },
);

test.each(names)(
  "The help of %s is the same in each way to ask for it, also beside invalid arguments",
  async (name) => {
    const text = await helpOf("help", name);
    for (const args of [
      [name, "--help"],
      [name, "-h"],
      ["--help", name],
      [name, "--limit", "x", "-h"],
    ]) {
      expect(await helpOf(...args)).toBe(text);
    }
  },
);

test.each([...commands])(
  "The help of %s names its options, exit codes and variables, and has examples",
  async (name, command) => {
    const text = await helpOf("help", name);
    expect(text).toContain(`Usage: truto-crm-client ${name} ${command.usage}\n\n${command.text}\n`);
    for (const [option, { value }] of Object.entries(command.options)) {
      expect(text).toMatch(new RegExp(`^ {2}--${option}${value ? ` ${value}` : ""} +\\S`, "m"));
    }
    for (const option of ["help", "version"]) expect(text).toContain(`\n  --${option} `);
    for (const one of command.exitCodes) {
      expect(text).toMatch(new RegExp(`^ {2}${exitCodes[one].code} +${exitCodes[one].text}$`, "m"));
    }
    for (const variable of Object.keys(command.environment ?? {})) expect(text).toContain(`\n  ${variable} `);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      expect(example).toMatch(new RegExp(`^${name}( |$)`));
      expect(text).toContain(`\n  truto-crm-client ${example}\n`);
    }
  },
);

test("The help fits into 120 columns except the path of the guide, which exists", async () => {
  for (const text of [
    await helpOf("help"),
    ...(await Promise.all(names.map((name) => helpOf("help", name)))),
  ]) {
    const lines = text.trimEnd().split("\n");
    const [, guide = ""] = /^Guide: (.+)$/.exec(lines.pop() ?? "") ?? [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(await readFile(guide, "utf8")).toContain("truto-crm-client delete");
  }
});

test.each([["--version"], ["-v"], ["delete", "-v"]])("%s prints the package's version", async (...args) => {
  expect(await helpOf(...args)).toBe(`${manifest.version}\n`);
});

test.each([
  ["nothing", [], `name a command first: the commands are ${list}; see --help`],
  ["an option first", ["--json-", "delete"], `name a command first: the commands are ${list}; see --help`],
  ["an unknown command", ["purge"], `there is no command purge: the commands are ${list}; see --help`],
  ["a misspelt command", ["delte"], "there is no command delte: did you mean delete?"],
  ["help for a misspelt command", ["help", "delte"], "there is no command delte: did you mean delete?"],
  [
    "an inherited name",
    ["constructor"],
    `there is no command constructor: the commands are ${list}; see --help`,
  ],
])("The program refuses %s", async (_, args, refusal) => {
  expect(await runCommand(args)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `truto-crm-client: ${refusal}\n`,
  });
});
