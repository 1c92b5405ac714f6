import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["unit", "wire", "contract", "package", "browser", "samples"].map((name) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: 30_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
