import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { startServer, type TestServer } from "../support/server.js";
import { type Tool, tools } from "./tools.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const guide = await readFile(join(root, "openapi/README.md"), "utf8");
const rows: Record<string, Record<string, unknown>> = {};

let folder: string;
let server: TestServer;

beforeAll(async () => {
  // In this folder the generated clients find their packages.
  folder = await mkdtemp(join(here, "dist-"));
  await writeFile(join(folder, "openapi.yaml"), (await shippedSpec(join(root, "openapi/openapi.yaml"))).yaml);
  server = await startServer({
    json: { id: "23423523" },
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization, idempotency-key",
      "access-control-allow-methods": "DELETE",
    },
  });
});

afterAll(async () => {
  console.table(rows);
  await server?.stop();
  await rm(folder, { recursive: true });
});

/** Runs the program of a tool on the contract. */
async function run({ program }: Tool): Promise<Pick<Tool, "errors" | "answered">> {
  const node = join(here, "node_modules/node/bin/node");
  const output = await mkdtemp(join(folder, "client-"));
  const args = [
    "--import=tsx",
    join(here, "programs", program),
    join(folder, "openapi.yaml"),
    server.url,
    output,
  ];
  const { stdout } = await execa(node, args, { cwd: root, timeout: 100_000 });
  // Some tools print lines of their own first.
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1));
}

async function versionOf(name: string): Promise<string> {
  const file = join("node_modules", name, "package.json");
  const own = join(here, file);
  return JSON.parse(await readFile(existsSync(own) ? own : join(root, file), "utf8")).version;
}

test.each(tools)("$name accepts the contract", async (tool) => {
  const before = server.requests.length;
  const { errors = [], answered } = await run(tool);
  const sent = server.requests.slice(before).filter(({ method }) => method === "DELETE");
  const targets = sent.map(({ target }) =>
    decodeURIComponent(target).replace(`${tool.random}=false`, `${tool.random}=true`),
  );

  const version = await versionOf(tool.name);
  rows[tool.name] = {
    version,
    errors: errors.length,
    sent: targets.join(" ") || (answered ? JSON.stringify(answered) : "-"),
    "its own fault": tool.fault ?? "-",
  };
  expect(errors).toEqual(tool.errors ?? []);
  expect(guide).toContain(`| ${version} | ${errors.length} |`);
  expect(answered).toEqual(tool.answered);
  expect(targets).toEqual(tool.query ? [`/unified/crm/contacts/23423523?${tool.query}`] : []);
  for (const { headers } of sent) {
    expect(headers.authorization).toBe("Bearer a-token");
    expect(headers).not.toHaveProperty("idempotency-key");
  }
});
