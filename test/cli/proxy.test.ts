import { expect, test, vi } from "vitest";
import { type NodeProxies, useProxy } from "../../src/cli/proxy.js";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand } from "./command.js";

const proxy = "http://user:secret@proxy.example:3128";

/** A Node that can do nothing with a proxy, unless something else is said. */
const old: NodeProxies = { version: "20.20.2", canUse: false, isTold: false, use: undefined };
const middle: NodeProxies = { ...old, version: "22.23.3", canUse: true };
const told: NodeProxies = { ...middle, isTold: true };

/** What is said, or the proxy that is used; nothing where the way is direct, or Node's own matter. */
function outcome(
  env: Record<string, string>,
  node: NodeProxies,
  more: { baseUrl?: string; noProxy?: boolean } = {},
) {
  try {
    useProxy({ baseUrl: "https://api.truto.one", noProxy: false, ...more }, env, node);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
  return undefined;
}

test.each(["https_proxy", "HTTPS_PROXY"])("A Node that can't use %s is refused, with what to do", (name) => {
  expect(outcome({ [name]: proxy }, old)).toBe(
    `${name} names a proxy, and Node 20.20.2 would go past it: ` +
      "take Node 24.21 or newer, or 22.21 with NODE_USE_ENV_PROXY=1, or add --no-proxy",
  );
  expect(outcome({ [name]: proxy }, middle)).toBe(
    `${name} names a proxy, and Node 22.23.3 would go past it: set NODE_USE_ENV_PROXY=1, or add --no-proxy`,
  );
});

test("ALL_PROXY, which Node does not know, is told with what to set", () => {
  for (const node of [middle, told]) {
    expect(outcome({ ALL_PROXY: proxy }, node)).toBe(
      "ALL_PROXY names a proxy, and Node 22.23.3 would go past it: " +
        "set NODE_USE_ENV_PROXY=1 and HTTPS_PROXY to what ALL_PROXY is, or add --no-proxy",
    );
  }
});

test("A Node that was told to use it does so by itself", () => {
  expect(outcome({ HTTPS_PROXY: proxy }, told)).toBe(undefined);
});

test.each([
  ["https_proxy", proxy, proxy],
  ["HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128"],
  ["ALL_PROXY", proxy, proxy],
])("A Node that can be told later is told to use %s", (name, value, used) => {
  const use = vi.fn();
  expect(outcome({ [name]: value }, { ...middle, use })).toBe(undefined);
  expect(use.mock.calls).toEqual([[{ https_proxy: used }]]);
});

test("With --no-proxy the way is direct, on any Node that was not told otherwise", () => {
  const use = vi.fn();
  for (const node of [old, middle, { ...middle, use }]) {
    expect(outcome({ HTTPS_PROXY: proxy }, node, { noProxy: true })).toBe(undefined);
  }
  expect(use).not.toHaveBeenCalled();
  expect(outcome({ HTTPS_PROXY: proxy }, told, { noProxy: true })).toBe(
    "--no-proxy comes too late for a Node that was told to use HTTPS_PROXY: unset HTTPS_PROXY",
  );
});

test("What is no proxy that Node can use is refused, and its password is not shown", () => {
  const use = () => {
    throw new Error(`Invalid URL: ${proxy}`);
  };
  const advice = "mend it, or add --no-proxy to connect without it";
  const socks = outcome({ HTTPS_PROXY: "socks5://user:secret@proxy.example" }, { ...told, use });
  expect(socks).toBe(`HTTPS_PROXY is no http: proxy, and Node can use no other: ${advice}`);
  expect(outcome({ HTTPS_PROXY: proxy }, { ...middle, use })).toBe(
    `HTTPS_PROXY is not the URL of a proxy: ${advice}`,
  );
});

test.each(["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])("%s is reached without a proxy", (host) => {
  for (const protocol of ["http", "https"]) {
    expect(outcome({ HTTPS_PROXY: proxy }, old, { baseUrl: `${protocol}://${host}:4010` })).toBe(undefined);
  }
});

test.each([
  ["*", true],
  ["truto.one", true],
  [".truto.one", true],
  ["*.truto.one", true],
  ["API.truto.one", true],
  ["example.com, api.truto.one", true],
  ["example.com api.truto.one:443", true],
  ["api.truto.one:8443", false],
  ["uto.one", false],
  ["example.com", false],
  ["", false],
])("NO_PROXY=%s excepts the address: %s", (list, isExcepted) => {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    expect(outcome({ HTTPS_PROXY: proxy, [name]: list }, old) === undefined).toBe(isExcepted);
  }
});

test.skipIf(Number(process.versions.node.split(".")[0]) > 22)(
  "A command that would go past a proxy sends nothing, and leaves no file",
  async () => {
    await using folder = await makeFolder();
    await using server = await startServer({ json: { id: "1" } });
    const from = await folder.ids("1\n");
    const env = { TRUTO_API_TOKEN: "t", HTTPS_PROXY: server.url };
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "1"];
    const { exitCode, stderr } = await runCommand(args, { env });
    expect({ exitCode, files: await folder.files() }).toEqual({ exitCode: 2, files: ["ids.txt"] });
    expect(stderr).toMatch(/^truto-crm-client: HTTPS_PROXY names a proxy, and Node .* would go past it/);
    expect(server.requests).toEqual([]);
    expect((await runCommand([...args, "--base-url", server.url], { env })).exitCode).toBe(0);
  },
);
