import { deepStrictEqual } from "node:assert/strict";
import { basename, join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { execa } from "execa";
import { type Check, createProject } from "./project.js";

/** What each program prints when all went well. */
const success = { contact: "23423523", refusal: 404, api: 200, contract: true };

/** All that a page or a worker has of what the bundle may use: no `process`, no `Buffer`, no `require`. */
const webGlobals = {
  AbortController,
  AbortSignal,
  Blob,
  FormData,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  clearTimeout,
  crypto,
  fetch,
  setTimeout,
};

/** Programs of users, each in a project of its own, run against the mock. */
export function programChecks(folder: string, tarball: string, mock: string): Check[] {
  const env = { TRUTO_BASE_URL: mock };
  return [
    {
      title: "a fresh install has three packages",
      async run() {
        const project = await createProject(join(folder, "fresh"), tarball);
        const { stdout } = await execa("npm", ["ls", "--all", "--parseable"], { cwd: project.folder });
        const packages = stdout.split("\n").slice(1);
        deepStrictEqual(packages.map((path) => basename(path)).sort(), [
          "openapi-fetch",
          "openapi-typescript-helpers",
          "truto-crm-client",
        ]);
      },
    },
    {
      title: "ESM JavaScript on Node",
      async run() {
        const project = await createProject(join(folder, "esm-javascript"), tarball);
        await project.add("esm-javascript.js");
        expectSuccess(await project.node(["esm-javascript.js"], env));
      },
    },
    {
      title: "CommonJS on Node, through require",
      async run() {
        const project = await createProject(join(folder, "commonjs"), tarball, {}, "commonjs");
        await project.add("commonjs.cjs");
        expectSuccess(await project.node(["commonjs.cjs"], env));
      },
    },
    {
      title: "ESM TypeScript, compiled, on Node",
      async run() {
        const packages = { typescript: "5.9.3", "@types/node": "20.19.43" };
        const project = await createProject(join(folder, "esm-typescript"), tarball, packages);
        await project.add("esm-typescript.ts");
        const options = "--strict --skipLibCheck false --target es2022 --module nodenext --types node";
        await project.node(["node_modules/typescript/bin/tsc", ...options.split(" "), "esm-typescript.ts"]);
        expectSuccess(await project.node(["esm-typescript.js"], env));
      },
    },
    {
      title: "esbuild's bundle for browsers, with the web's globals alone",
      async run() {
        const project = await createProject(join(folder, "browser"), tarball);
        await project.add("browser.js");
        const { outputFiles } = await build({
          entryPoints: [join(project.folder, "browser.js")],
          bundle: true,
          platform: "browser",
          globalName: "program",
          write: false,
          logLevel: "silent",
        });
        const context = createContext({ ...webGlobals });
        runInContext(outputFiles[0]?.text ?? "", context);
        expectSuccess(await runInContext(`program.run(${JSON.stringify(mock)})`, context));
      },
    },
  ];
}

function expectSuccess(output: string): void {
  deepStrictEqual(JSON.parse(output), success);
}
