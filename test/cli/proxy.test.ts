import { expect, test, vi } from "vitest";
import { type NodeProxies, useProxy } from "../../src/cli/proxy.js";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand } from "./command.js";

const proxy = "http://user:secret@proxy.example:3128";

/** A Node that can't use a proxy. */
const old: NodeProxies = { version: "20.20.2", canUse: false, isEnabled: false, use: undefined };
const middle: NodeProxies = { ...old, version: "22.23.3", canUse: true };
const enabled: NodeProxies = { ...middle, isEnabled: true };

/** The refusal, if there is one. */
function refusalOf(
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

test.each(["https_proxy", "HTTPS_PROXY"])(
  "When Node can't use %s, the command refuses and says what to do",
  (name) => {
    expect(refusalOf({ [name]: proxy }, old)).toBe(
      `${name} names a proxy, and Node 20.20.2 would bypass it: ` +
        "take Node 24.21 or newer, or 22.21 with NODE_USE_ENV_PROXY=1, or add --no-proxy",
    );
    expect(refusalOf({ [name]: proxy }, middle)).toBe(
      `${name} names a proxy, and Node 22.23.3 would bypass it: set NODE_USE_ENV_PROXY=1, or add --no-proxy`,
    );
  },
);

test("ALL_PROXY, which Node does not know, is refused with what to set instead", () => {
  for (const node of [middle, enabled]) {
    expect(refusalOf({ ALL_PROXY: proxy }, node)).toBe(
      "ALL_PROXY names a proxy, and Node 22.23.3 would bypass it: " +
        "set NODE_USE_ENV_PROXY=1 and HTTPS_PROXY to what ALL_PROXY is, or add --no-proxy",
    );
  }
});

test("A Node that was started with the proxy needs nothing more", () => {
  expect(refusalOf({ HTTPS_PROXY: proxy }, enabled)).toBe(undefined);
});

test.each([
  ["https_proxy", proxy, proxy],
  ["HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128"],
  ["ALL_PROXY", proxy, proxy],
])("A Node that takes a proxy while it runs is given %s", (name, value, used) => {
  const use = vi.fn();
  expect(refusalOf({ [name]: value }, { ...middle, use })).toBe(undefined);
  expect(use.mock.calls).toEqual([[{ https_proxy: used }]]);
});

test("--no-proxy connects without the proxy, and is refused when Node was started with it", () => {
  const use = vi.fn();
  for (const node of [old, middle, { ...middle, use }]) {
    expect(refusalOf({ HTTPS_PROXY: proxy }, node, { noProxy: true })).toBe(undefined);
  }
  expect(use).not.toHaveBeenCalled();
  expect(refusalOf({ HTTPS_PROXY: proxy }, enabled, { noProxy: true })).toBe(
    "--no-proxy has no effect in a Node that was started to use HTTPS_PROXY: unset HTTPS_PROXY",
  );
});

test("A proxy that Node can't use is refused, and its password is not shown", () => {
  const use = () => {
    throw new Error(`Invalid URL: ${proxy}`);
  };
  const advice = "correct it, or add --no-proxy to connect without it";
  const socks = refusalOf({ HTTPS_PROXY: "socks5://user:secret@proxy.example" }, { ...enabled, use });
  expect(socks).toBe(`HTTPS_PROXY is not an http: proxy, and Node can use no other: ${advice}`);
  expect(refusalOf({ HTTPS_PROXY: proxy }, { ...middle, use })).toBe(
    `HTTPS_PROXY is not the URL of a proxy: ${advice}`,
  );
});

test.each(["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])("%s is reached without a proxy", (host) => {
  for (const protocol of ["http", "https"]) {
    expect(refusalOf({ HTTPS_PROXY: proxy }, old, { baseUrl: `${protocol}://${host}:4010` })).toBe(undefined);
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
])("NO_PROXY=%s exempts api.truto.one: %s", (list, isExempt) => {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    expect(refusalOf({ HTTPS_PROXY: proxy, [name]: list }, old) === undefined).toBe(isExempt);
  }
});

test.skipIf(Number(process.versions.node.split(".")[0]) > 22)(
  "A command that would bypass the proxy sends nothing, and leaves no file",
  async () => {
    await using folder = await makeFolder();
    await using server = await startServer({ json: { id: "1" } });
    const from = await folder.ids("1\n");
    const env = { TRUTO_API_TOKEN: "t", HTTPS_PROXY: server.url };
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "1"];
    const { exitCode, stderr } = await runCommand(args, { env });
    expect({ exitCode, files: await folder.files() }).toEqual({ exitCode: 2, files: ["ids.txt"] });
    expect(stderr).toMatch(/^truto-crm-client: HTTPS_PROXY names a proxy, and Node .* would bypass it/);
    expect(server.requests).toEqual([]);
    const work = await runCommand(["work"], { env });
    expect(work.exitCode).toBe(2);
    expect(work.stderr).toContain("HTTPS_PROXY names a proxy");
    expect((await runCommand([...args, "--base-url", server.url], { env })).exitCode).toBe(0);
  },
);
