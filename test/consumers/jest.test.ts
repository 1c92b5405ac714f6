import { join } from "node:path";
import { inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, tool } from "./programs.js";

const runJest = (user: UserProject) =>
  user.node([tool("jest/bin/jest.js"), "--ci", "--cacheDirectory=.cache"], {
    TRUTO_BASE_URL: inject("mock"),
  });

test("Jest in its default mode, with Babel, deletes through contacts and ./api", async () => {
  const user = await createUserProject(join(inject("workshop"), "jest-babel"), {
    babel: { presets: [["@babel/preset-env", { targets: { node: "current" } }]] },
  });
  await user.add(program("jest.js"), "delete.test.js");
  await runJest(user);
});

test("Jest in its default mode, with ts-jest, deletes through contacts and ./api", async () => {
  const user = await createUserProject(join(inject("workshop"), "jest-typescript"), {
    jest: { preset: "ts-jest" },
  });
  const compilerOptions = { target: "es2022", module: "commonjs", esModuleInterop: true, strict: true };
  await user.write("tsconfig.json", JSON.stringify({ compilerOptions }));
  await user.add(program("jest.js"), "delete.test.ts");
  await runJest(user);
});

test("Jest in its default mode runs the mock of the package", async () => {
  const user = await createUserProject(join(inject("workshop"), "jest-mock"), {
    babel: { presets: [["@babel/preset-env", { targets: { node: "current" } }]] },
  });
  await user.add(program("jest-mock.js"), "mock.test.js");
  await runJest(user);
});
