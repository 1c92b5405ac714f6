import { defineConfig } from "vitest/config";

/** Tests that send signals or type on a terminal of POSIX: Windows lets no process answer a signal, it ends it. */
const ofPosix = ["interrupt", "lost-report", "mock", "one-writer", "takeover", "terminal"].map(
  (name) => `test/cli/${name}.test.ts`,
);

const projects = [
  "unit",
  "wire",
  "contract",
  "scripts",
  "package",
  "growth",
  "browser",
  "samples",
  "cli",
  "readme",
].map((name) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    exclude: process.platform === "win32" ? ofPosix : [],
    // What hangs ends here; what is merely slow, on a machine with other work, does not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}));

/** With what a setup installs for them: the packed package, or the tools of others. */
const installed = ["consumers", "runtimes", "tools"].map((name) => ({
  test: {
    name,
    include: [`test/${name}/*.test.ts`],
    globalSetup: `test/${name}/setup.ts`,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
}));

/** As many deletes as one likes, under faults that a seed decides. */
const soak = {
  test: { name: "soak", include: ["test/soak/*.test.ts"], testTimeout: 1_200_000, hookTimeout: 60_000 },
};

/** Deletes on many machines: processes of the command on a PostgreSQL of Debian's package. */
const durable = {
  test: { name: "durable", include: ["test/durable/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
};

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
    maxWorkers: 3,
    // No test changes what another could see, and loading each module once saves a quarter of the time.
    isolate: false,
    projects: [...projects, ...installed, soak, durable, types],
  },
});
