import { execa } from "execa";
import { expect, it } from "vitest";
import { main } from "../../scripts/demo.js";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";
import { operationsOf } from "../../scripts/lib/operations.js";
import { runMain } from "../support/run-main.js";

it("shows every way to delete, and exits", async () => {
  const args = ["--import", "tsx", "scripts/demo.ts"];
  const { exitCode, stdout, stderr } = await execa(process.execPath, args, { input: "", reject: false });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const operations = operationsOf(await bundleSpec("openapi/openapi.yaml"));
  const deletion = operations.find(({ operation }) => operation.operationId === "deleteContact");
  const formats = deletion?.parameters.find(({ name }) => name === "truto_response_format")?.schema?.enum;
  const requests = stdout.match(/^ {2}> DELETE .*/gm) ?? [];
  expect(formats?.length).toBeGreaterThan(1);
  for (const format of formats ?? []) {
    const asked = new RegExp(
      format === "unified" ? `^((?!response_format).)*$` : `response_format=${format}`,
    );
    expect(requests).toContainEqual(expect.stringMatching(asked));
  }
  const answers = stdout.match(/^ {2}< .*/gm) ?? [];
  expect(answers).toHaveLength(requests.length);
  expect(new Set(answers)).toEqual(new Set(["  < 200 OK", "  < 404 Not Found", "  < 429 Too Many Requests"]));
  for (const type of ["Contact", "NormalizedContact", "unknown", "ReadableStream<Uint8Array>"]) {
    expect(stdout).toContain(`\n  ${type}`);
  }
  expect(stdout).toContain("&remote_query[options][cascade][]=notes");
  expect(stdout.match(/TrutoApiError: \{/g)).toHaveLength(2);
  expect(stdout).toContain("retryAfter: 10000");
  expect(stdout).toContain("100 ids: 86 deleted, 3 gone, 0 unknown, 11 failed, 0 unsent");
  expect(stdout).toMatch(/\n {2}10 × 409 [^\n]*: 1\d, 1\d, 1\d, …\n {2}1 × 422 [^\n]*: 33\n/);
  expect(stdout).toContain("--retry-failed sends 11 contacts again.");
  expect(stdout).toMatch(/\n\nNothing left this machine\.$/);
});

it("prints its help with --help", async () => {
  const { exitCode, stdout } = await runMain(main, ["--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run demo/);
});

it("rejects an unknown option by name", async () => {
  const { exitCode, stderr } = await runMain(main, ["--lvie", "1"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("--lvie");
});
