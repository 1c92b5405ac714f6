import { join } from "node:path";
import { build } from "esbuild";
import { expect, inject, test } from "vitest";
import { createUserProject } from "../support/user-project.js";
import { runInPage } from "./page.js";
import { program, success, tool } from "./programs.js";

const html = (script: string) => `<!doctype html><script type="module" src="${script}"></script>`;

test("a page runs esbuild's bundle for browsers", async () => {
  const user = await createUserProject(join(inject("workshop"), "esbuild"));
  await user.add(program("browser.js"));
  await build({
    entryPoints: [join(user.folder, "browser.js")],
    bundle: true,
    platform: "browser",
    outfile: join(user.folder, "bundle.js"),
    logLevel: "silent",
  });
  await user.write("index.html", html("/bundle.js"));
  expect(await runInPage(user.folder, inject("mock"))).toEqual(success);
});

test("a page runs the bundle of webpack without a config", async () => {
  const user = await createUserProject(join(inject("workshop"), "webpack"), {});
  await user.add(program("browser.js"), "src/index.js");
  await user.node([tool("webpack-cli/bin/cli.js"), "--mode=production"]);
  await user.write("dist/index.html", html("/main.js"));
  expect(await runInPage(join(user.folder, "dist"), inject("mock"))).toEqual(success);
});

test("a page runs the build of Vite without a config", async () => {
  const user = await createUserProject(join(inject("workshop"), "vite"));
  await user.add(program("browser.js"));
  await user.write("index.html", html("/browser.js"));
  await user.node([tool("vite/bin/vite.js"), "build"]);
  expect(await runInPage(join(user.folder, "dist"), inject("mock"))).toEqual(success);
});
