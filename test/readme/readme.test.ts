import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createRequire } from "node:module";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate } from "../support/certificate.js";
import { type Answer, type Reply, startServer } from "../support/server.js";
import { removePrograms, runProgram, type Snippet, snippetsOf, writeProgram } from "./snippets.js";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
/** The README and the guides, each beside the code that it describes. */
const guides = [".", "openapi", "scripts/bench", ...readdirSync("src").map((room) => `src/${room}`)]
  .map((folder) => join(folder, "README.md"))
  .filter((guide) => existsSync(guide));
const snippets = guides.flatMap((guide) => snippetsOf(guide)).filter(({ language }) => language === "ts");
/** The snippets that other tests run: with a proxy, in Jest, on a database. */
const elsewhere = /HTTP proxy|Jest|DBOS/;
const runnable = snippets
  .map((snippet, at) => ({ ...snippet, at }))
  .filter(({ title }) => !elsewhere.test(title));

let files: string[] = [];
beforeAll(async () => {
  files = await Promise.all(snippets.map(({ code }, at) => writeProgram(`snippet-${at + 1}`, code)));
});
afterAll(removePrograms);

/** The file of the snippet under a title. */
function fileOf(title: string): string {
  const at = snippets.findIndex((snippet: Snippet) => snippet.title.includes(title));
  expect(at, title).not.toBe(-1);
  return files[at] ?? "";
}

test("The first snippet is on the first screen and imports only the package", () => {
  expect(snippetsOf("README.md")[0]).toMatchObject({
    language: "sh",
    code: "npm install truto-crm-client\n",
  });
  expect(snippets[0]?.code.match(/from "(.+?)"/g)).toEqual(['from "truto-crm-client"']);
});

test("Every snippet compiles", async () => {
  const { stdout } = await execa(process.execPath, [tsc, "-p", "test/readme"], { reject: false });
  expect(stdout).toBe("");
});

test.each(runnable)("The snippet of $file under $title (number $at) runs", async ({ at }) => {
  await using server = await startServer(({ target }) => ({
    json: { id: /contacts\/(\w+)/.exec(target)?.[1] },
  }));
  const { exitCode, all } = await runProgram(files[at] ?? "", server.url);
  expect(exitCode, all).toBe(0);
});

describe("The snippet of “Was it deleted?”", () => {
  const remote = { statusCode: 404, error: "Not Found", message: "No.", truto_is_remote_error: true };
  const page = { body: "<html>Not Found</html>", headers: { "content-type": "text/html" } };
  const answers: [what: string, answer: Reply, outcome: string][] = [
    ["the contact", { json: { id: "23423523" } }, "gone"],
    ["the CRM's own 404", { status: 404, json: remote }, "gone"],
    ["Truto's own 404", { status: 404, json: { ...remote, truto_is_remote_error: false } }, "not deleted"],
    ["a gateway's page", { status: 404, ...page }, "not deleted"],
    ["a wrong base path", { status: 404, json: { error: "no route" } }, "not deleted"],
    ["a login page", page as Answer, "unknown"],
    ["a status that says nothing", { json: { status: "ok" } }, "unknown"],
    ["an error under 200", { json: { ...remote, statusCode: 500 } }, "unknown"],
    ["a cut connection", "cut", "unknown"],
  ];

  test.each(answers)("handles %s", async (_, answer, outcome) => {
    const { code = "" } = snippets.find(({ title }) => title === "Was it deleted?") ?? {};
    const call = `console.log(await offboard(createTrutoClient({ ...options, maxRetries: 0 }), "23423523"));`;
    const options = `const options = { token: "t", integratedAccountId: "a" };`;
    const sample = await writeProgram("was-it-deleted", `${code}${options}\n${call}`);
    await using server = await startServer(answer);
    const { stdout } = await runProgram(sample, server.url);
    expect(stdout).toBe(outcome);
  });
});

test("The first snippet reports a contact that the CRM does not have", async () => {
  const json = { statusCode: 404, error: "Not Found", message: "No.", truto_is_remote_error: true };
  await using server = await startServer({ status: 404, json });
  const { stdout } = await runProgram(files[0] ?? "", server.url);
  expect(stdout).toBe("the CRM has no such contact");
});

test("The logging recipe prints a line for each request", async () => {
  await using server = await startServer({ json: { id: "23423523" } });
  const { stdout } = await runProgram(fileOf("Log a line"), server.url);
  expect(stdout).toBe("DELETE /unified/crm/contacts/23423523 200");
});

describe("The recipes for networks", () => {
  const asked: string[] = [];
  let folder: string;
  let authority: string;
  let truto: Server;
  let proxy: Server;

  beforeAll(async () => {
    const certificate = await makeCertificate("localhost", "api.truto.one");
    folder = await mkdtemp(join(tmpdir(), "authority-"));
    authority = join(folder, "company-ca.pem");
    await writeFile(authority, certificate.cert);
    truto = createHttpsServer(certificate, (_, response) => response.end(`{"id":"23423523"}`)).listen(
      0,
      "localhost",
    );
    await once(truto, "listening");
    proxy = createHttpServer()
      .on("connect", ({ url = "" }, socket) => {
        asked.push(url);
        const target = connect(portOf(truto), "localhost", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
        target.pipe(socket).pipe(target);
      })
      .listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
  afterAll(async () => {
    truto.close();
    proxy.close();
    await rm(folder, { recursive: true });
  });

  test("send every request through an HTTP proxy", async () => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`, NODE_EXTRA_CA_CERTS: authority };
    const { exitCode, all } = await runProgram(fileOf("HTTP proxy"), "", env);
    expect(exitCode, all).toBe(0);
    expect(asked).toEqual(["api.truto.one:443"]);
  });

  test("trust a private certificate authority", async () => {
    const [name = ""] = /\w+(?==company-ca\.pem)/.exec(readFileSync("README.md", "utf8")) ?? [];
    const server = `https://localhost:${portOf(truto)}`;
    expect(await runProgram(files[0] ?? "", server)).toMatchObject({ exitCode: 1 });
    expect(await runProgram(files[0] ?? "", server, { [name]: authority })).toMatchObject({ exitCode: 0 });
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

test("The recipe for a few contacts names each failed one with its key", async () => {
  await using server = await startServer(({ target }) =>
    /\/2\?/.test(target) ? { status: 400 } : { json: { id: "1" } },
  );
  const { stderr } = await runProgram(fileOf("A few at once"), server.url);
  expect(stderr).toMatch(/^\/unified\/crm\/contacts\/2 [\da-f-]{36} DELETE /);
  expect(stderr.split("\n")).toHaveLength(1);
});
