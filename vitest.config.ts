import { defineConfig } from "vitest/config";

const projects = ["unit", "wire", "contract", "package", "browser", "samples"].map((name) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}));

/** Compiled, never run. */
const types = {
  test: {
    name: "types",
    include: [],
    typecheck: {
      enabled: true,
      only: true,
      include: ["test/types/**/*.test-d.ts"],
      tsconfig: "test/types/tsconfig.json",
    },
  },
};

export default defineConfig({
  test: {
    // Most tests wait for a server or a process, so there may be more of them at once than cores.
    maxWorkers: 4,
    projects: [...projects, types],
  },
});
