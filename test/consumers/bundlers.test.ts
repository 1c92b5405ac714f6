import { join } from "node:path";
import { build } from "esbuild";
import { expect, inject, test } from "vitest";
import { createUserProject } from "../support/user-project.js";
import { runInPage } from "./page.js";
import { program, success } from "./programs.js";

test("esbuild's bundle for browsers runs in a page", async () => {
  const user = await createUserProject(join(inject("workshop"), "esbuild"));
  await user.add(program("browser.js"));
  await build({
    entryPoints: [join(user.folder, "browser.js")],
    bundle: true,
    platform: "browser",
    outfile: join(user.folder, "bundle.js"),
    logLevel: "silent",
  });
  await user.write("index.html", '<!doctype html><script src="bundle.js"></script>');
  expect(await runInPage(user.folder, inject("mock"))).toEqual(success);
});
