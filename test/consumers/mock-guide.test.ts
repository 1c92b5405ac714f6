import { join } from "node:path";
import { inject, test } from "vitest";
import { snippetsOf } from "../readme/snippets.js";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { tool } from "./programs.js";

/** A project with the test under one title of the mock's guide. */
async function createTestProject(title: string, manifest: object): Promise<UserProject> {
  const snippet = snippetsOf("src/mock/README.md").find((one) => one.title.endsWith(title));
  const user = await createUserProject(join(inject("workshop"), `mock-guide-${title}`), manifest);
  await user.write("guide.test.js", snippet?.code ?? "");
  return user;
}

test.each(["vitest", "msw"])("the guide's test with %s passes", async (title) => {
  const user = await createTestProject(title, { type: "module" });
  await user.node([tool("vitest/vitest.mjs"), "run", "--root=.", "--testTimeout=120000"]);
});

test("the guide's test with Jest passes", async () => {
  const babel = { presets: [["@babel/preset-env", { targets: { node: "current" } }]] };
  const user = await createTestProject("Jest", { babel });
  await user.node([tool("jest/bin/jest.js"), "--ci", "--cacheDirectory=.cache", "--testTimeout=120000"]);
});
