import { expect, test } from "vitest";
import { parsePort } from "../../scripts/docs/parse-port.js";
import { command, script, UserError } from "../../scripts/lib/script.js";
import { runMain } from "../support/run-main.js";

const options = () =>
  command("npm run example --")
    .description("Shows what a script does.")
    .option("--port <port>", "the port to take", parsePort, 4010)
    .option("--quiet", "say nothing");

const run = (args: string[], work: (values: object) => Promise<unknown> = async () => {}) =>
  runMain(script(import.meta.url, options(), work), args);

test("--help prints each option with its description and its default", async () => {
  const { exitCode, stdout, stderr } = await run(["--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Usage: npm run example -- \[options\]\n\nShows what a script does\.\n/);
  expect(stdout).toMatch(/--port <port> {2}the port to take \(default: 4010\)\n +--quiet +say nothing\n/);
});

test.each([
  [["--qiet"], /^unknown option '--qiet'\n\(Did you mean --quiet\?\)$/],
  [["now"], /^too many arguments/],
  [["--port", "80.5"], /^option '--port <port>' argument '80\.5' is invalid\. A port is a whole number/],
  [["--port=65536"], /'65536' is invalid/],
  [["--port="], /'' is invalid/],
])("%j gets an error in one sentence, and the script does not run", async (args, message) => {
  const work = async () => {
    throw new Error("It was run.");
  };
  const { exitCode, stderr } = await run(args, work);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(message)]);
  expect(stderr).not.toContain("    at ");
});

test("the script receives the values", async () => {
  let values = {};
  await run(["--port=0", "--quiet"], async (given) => {
    values = given;
  });
  expect(values).toEqual({ port: 0, quiet: true });
});

test("an error of the user or of the system is printed without a stack, a bug with one", async () => {
  const failing = async (error: unknown) => {
    const { exitCode, stderr } = await run([], () => Promise.reject(error));
    expect(exitCode).toBe(1);
    return stderr;
  };
  expect(await failing(new UserError("Name a contact."))).toBe("Name a contact.");
  const refusal = Object.assign(new Error("open 'x': no such file"), { code: "ENOENT", syscall: "open" });
  expect(await failing(refusal)).toBe("open 'x': no such file");
  expect(await failing(new TypeError("undefined is no object"))).toMatch(
    /no object\n {4}at .*script\.test\.ts/,
  );
});
