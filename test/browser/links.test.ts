import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { readContract } from "./contract.js";
import { showAll } from "./page.js";
import { openSite, type Site } from "./site.js";

const { info, tags, guides, operation, fields } = await readContract();

let site: Site;
let page: Page;
beforeAll(async () => {
  site = await openSite();
}, 600_000);
afterAll(() => site?.[Symbol.asyncDispose]());
beforeEach(async () => {
  page = await site.browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  await page.goto(site.url);
  return () => page.close();
});

const fieldAt = (tab: Page, path: string) => tab.locator(`[id$="&oneof=0/${path.replaceAll(".", "/")}"]`);

/** Expects the target of a link at the top of the window, or as near to it as the end of the page allows. */
async function expectAtTop(target: Locator): Promise<void> {
  await expect
    .poll(async () => (await target.boundingBox())?.y, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(0);
  await expect.poll(async () => (await target.boundingBox())?.y, { timeout: 60_000 }).toBeLessThan(200);
}

test.each([...guides, operation.summary])(
  "the sidebar's link to “%s” works by a click, in a new tab and after a reload",
  async (title) => {
    const link = page.locator(".menu-content").getByRole("link", { name: title });
    const newTab = page.context().waitForEvent("page");
    await link.click({ modifiers: ["Control"] });
    const tab = await newTab;
    await expectAtTop(tab.getByRole("heading", { name: title }));
    await tab.close();

    await link.click();
    await expectAtTop(page.getByRole("heading", { name: title }));
    await page.reload();
    await expectAtTop(page.getByRole("heading", { name: title }));
  },
);

test("the link of a nested field leads to the field in a new tab", async () => {
  await showAll(page, page.locator('[id*="&oneof=0/"]'), fields.length);
  const { path } = fields.find((field) => field.path.includes(".")) ?? { path: "" };
  const href = await fieldAt(page, path).getByRole("link").first().getAttribute("href");
  const tab = await site.browser.newPage();
  await tab.goto(new URL(`${href}`, site.url).href);
  await expectAtTop(fieldAt(tab, path));
  await tab.close();
});

test("every link of the page leads to a file of a static host, before and after the viewer runs", async () => {
  const drawn = await (await fetch(site.url)).text();
  const before = [...drawn.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => `${href}`);
  await showAll(page, page.locator('[id*="&oneof=0/"]'), fields.length);
  const after = await page.locator("a").evaluateAll((links) => links.map((a) => `${a.getAttribute("href")}`));
  expect(before.length).toBeGreaterThan(guides.length);
  expect(after.length).toBeGreaterThan(fields.length);
  for (const href of new Set([...before, ...after])) {
    const { origin, pathname, href: target } = new URL(href, site.url);
    if (origin !== new URL(site.url).origin) continue;
    expect(pathname, href).toMatch(/^\/docs\/(openapi\.yaml)?$/);
    expect((await fetch(target)).status, href).toBe(200);
  }
});

test("the sidebar lists each operation under its tag", async () => {
  const items = await page.locator('.menu-content [data-component-name="Menu/MenuItem"]').allInnerTexts();
  const titles = items.map((item) => `${item.split("\n")[0]}`);
  expect(titles.slice(titles.indexOf(`${tags[0]?.name}`))).toEqual([...operation.tags, operation.summary]);
});

test("the page's folder has the contract's file", async () => {
  const file = page.getByRole("link", { name: "openapi.yaml" });
  const contract = parse(await (await fetch(await file.evaluate((a: HTMLAnchorElement) => a.href))).text());
  expect(contract.info.title).toBe(info.title);
  expect(Object.keys(contract.paths)).toContain(operation.path);
});

test("the page works when opened from the disk", async () => {
  await page.goto(pathToFileURL(join(site.folder, "index.html")).href);
  await page.getByRole("link", { name: operation.summary }).click();
  await expectAtTop(page.getByRole("heading", { name: operation.summary }));
});

test("the page is small and loads the viewer from a separate file, which a browser can cache", async () => {
  const { size } = await stat(join(site.folder, "index.html"));
  expect(size).toBeLessThan(400_000);
  const text = await readFile(join(site.folder, "index.html"), "utf8");
  expect(text.includes(`<script defer src="redoc.js">`)).toBe(true);
});
