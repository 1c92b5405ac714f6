import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { parseDeleteArguments } from "../../src/cli/commands/delete-options.js";
import { exitCodes } from "../../src/cli/exit-code.js";
import { type BuiltCommand, buildCommand } from "../cli/child.js";
import { startMock } from "../support/mock-server.js";
import { snippetsOf } from "./snippets.js";

const guide = "src/cli/README.md";
const snippets = snippetsOf(guide);

/** Snippets that do not run the command: an install, and the two commands of the repository. */
const elsewhere = /^npm (install|ci)/;

let command: BuiltCommand;
let folder: string;
let mock: Awaited<ReturnType<typeof startMock>>;
beforeAll(async () => {
  command = await buildCommand();
  folder = await mkdtemp(join(tmpdir(), "truto-guide-"));
  mock = await startMock();
  // `npx truto-crm-client` runs the command of this repository, and a delete goes to the mock with --yes.
  const node = `${process.execPath} ${command.file}`;
  const npx = `case " $* " in *" delete "*) set -- "$@" --yes 3 ;; esac; shift; exec ${node} "$@"`;
  await writeFile(join(folder, "npx"), `#!/bin/sh\n${npx}\n`, { mode: 0o755 });
});
afterAll(async () => {
  await mock.stop();
  await rm(folder, { recursive: true });
  await command[Symbol.asyncDispose]();
});

/** Runs a snippet in a shell, as a reader would. */
function run(code: string, cwd: string) {
  const env = { PATH: `${folder}:/usr/bin:/bin`, TRUTO_API_TOKEN: "any-word" };
  const local = code
    .replaceAll("http://127.0.0.1:4010", mock.url)
    .replace(/^export .*$/m, "")
    .replace(/(--report run\.ndjson)/, `$1 --base-url ${mock.url}`);
  return execa("/bin/sh", ["-ec", local], { cwd, env, extendEnv: false, all: true, reject: false });
}

test.each([guide, "README.md"])(
  "Every command in %s, run in order, does what the text says",
  async (file) => {
    const typed = snippetsOf(file).filter(({ language, code }) => language === "sh" && !elsewhere.test(code));
    const cwd = await mkdtemp(join(folder, "reader-"));
    expect(typed).not.toEqual([]);
    for (const { title, code } of typed) {
      const { exitCode, all } = await run(code, cwd);
      expect(exitCode, `${title}: ${all}`).toBe(0);
      if (/^.*npx .* delete .*--report/m.test(code)) {
        expect(all).toContain("3 ids: 3 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent");
      }
    }
  },
);

test("The exit codes in the guide have the command's own descriptions", () => {
  const text = readFileSync(guide, "utf8");
  const { complete, incomplete, refused, stopped, interrupted } = exitCodes;
  for (const { code, text: meaning } of [complete, incomplete, refused, stopped, interrupted]) {
    expect(text).toContain(`| ${code} | ${meaning} | `);
  }
});

test("The supervisor of the guide has valid arguments, and does not restart after the codes 1 and 2", () => {
  const byLanguage = (language: string) => snippets.find((one) => one.language === language)?.code ?? "";
  const unit = byLanguage("ini");
  const [, started = ""] = /^ExecStart=\S+ delete (.*)$/m.exec(unit) ?? [];
  expect(parseDeleteArguments(started.split(" "))).toMatchObject({ yes: 2_000_000, maxWait: 86_400_000 });
  expect(unit).toContain(
    `RestartPreventExitStatus=${exitCodes.incomplete.code} ${exitCodes.refused.code}\nSuccessExitStatus=${exitCodes.interrupted.code}\n`,
  );
  const [, given = "[]"] = /^CMD (.*)$/m.exec(byLanguage("dockerfile")) ?? [];
  const [name, ...args] = JSON.parse(given);
  expect(name).toBe("delete");
  expect(parseDeleteArguments(args).report).toBe("/data/run.ndjson");
  const { spec } = parse(byLanguage("yaml"));
  expect(spec.podFailurePolicy.rules).toEqual([
    {
      action: "FailJob",
      onExitCodes: { operator: "In", values: [exitCodes.incomplete.code, exitCodes.refused.code] },
    },
  ]);
  expect(spec.template.spec.restartPolicy).toBe("Never");
});
