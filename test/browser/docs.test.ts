import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("npm run docs -- --serve serves the page, and rebuilds it when its sources change", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  const args = ["--import", "tsx", "scripts/docs.ts", "--serve", "--port=0", `--out=${folder}/index.html`];
  const child = execa(process.execPath, args, { cwd: root, all: true, reject: false });
  let log = "";
  child.all.on("data", (chunk) => {
    log += chunk;
  });
  try {
    const address = /http:\/\/127\.0\.0\.1:\d+/;
    await expect.poll(() => log, { timeout: 60_000 }).toMatch(address);
    const page = await fetch(`${address.exec(log)?.[0]}`);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("<title>Truto unified CRM API</title>");
    expect((await fetch(new URL("openapi.yaml", page.url))).status).toBe(200);
    expect((await fetch(new URL("section/errors", page.url))).status).toBe(404);

    await utimes(join(root, "redocly.yaml"), new Date(), new Date());
    await expect.poll(() => log.split("Wrote ").length, { timeout: 60_000 }).toBeGreaterThan(2);
  } finally {
    child.kill();
    await child;
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
