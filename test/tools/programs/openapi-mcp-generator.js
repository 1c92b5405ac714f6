import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { report } from "./report.js";
import { id, query, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
const generator = createRequire(import.meta.url).resolve(
  "openapi-mcp-generator/bin/openapi-mcp-generator.js",
);
const output = join(folder, "server");
execFileSync(process.execPath, [generator, "--input", file, "--output", output, "--base-url", baseUrl], {
  stdio: "ignore",
});
const client = new Client({ name: "test", version: "1.0.0" });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ["--import=tsx", join(output, "src/index.ts")],
    env: { BEARER_TOKEN_BEARERAUTH: token },
    stderr: "ignore",
  }),
);
const { tools } = await client.listTools();
// The keys that the API of a model takes in a tool: https://docs.claude.com/en/api/messages
const refused = tools
  .flatMap(({ inputSchema }) => Object.keys(inputSchema.properties))
  .filter((name) => !/^[\w.-]{1,64}$/.test(name));
await client.callTool({ name: "deleteContact", arguments: { id, ...query } });
await client.close();
report(refused.map((name) => `a model's API does not take the argument ${name}`));
