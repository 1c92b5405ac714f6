import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildReferencePage } from "../../scripts/docs/reference-page.js";
import { chromiumLaunchOptions, ensureChromium } from "../support/chromium.js";
import { readContract } from "./contract.js";
import { lowestContrast } from "./contrast.js";
import { see, showAll } from "./page.js";

const { info, guides, operation, fields } = await readContract();
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

let folder: string;
let browser: Browser;
beforeAll(async () => {
  await ensureChromium();
  folder = await mkdtemp(join(tmpdir(), "reference-page-"));
  await buildReferencePage(join(folder, "index.html"));
  browser = await chromium.launch(chromiumLaunchOptions);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  { on: "a desktop in light", viewport: desktop, colorScheme: "light" },
  { on: "a desktop in dark", viewport: desktop, colorScheme: "dark" },
  { on: "a phone in light", viewport: phone, colorScheme: "light" },
  { on: "a phone in dark", viewport: phone, colorScheme: "dark" },
] as const)("The reference page on $on, without a network,", ({ viewport, colorScheme }) => {
  const complaints: string[] = [];
  const requests: string[] = [];
  let page: Page;
  beforeAll(async () => {
    const context = await browser.newContext({ viewport, colorScheme, offline: true });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on(
      "console",
      (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()),
    );
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    await showAll(page, page.locator('[id*="&oneof=0/"]'), fields.length);
  }, 120_000);
  afterAll(() => page?.context().close());

  /** The entry of a parameter or a field; Redoc makes its id of where it stands. */
  const entry = (id: string) => page.locator(`[id$=${JSON.stringify(id)}]`);

  test("has the contract's title and summary", async () => {
    expect(await page.title()).toBe(info.title);
    expect(await page.locator('meta[name="description"]').getAttribute("content")).toBe(info.summary);
  });

  test("shows every guide", async () => {
    for (const guide of guides) await see(page.getByRole("heading", { name: guide }));
  });

  test("shows the operation", async () => {
    await see(page.getByRole("heading", { name: operation.summary }));
    await see(page.locator(".panel-request-samples").getByText(operation.path, { exact: true }));
  });

  test.each(operation.parameters)("shows the parameter $name", async ({ name, in: place }) => {
    const where = place === "header" ? `in=headers&path=${name.toLowerCase()}` : `in=${place}&path=${name}`;
    await see(entry(where).locator(".schema-name").first().getByText(name, { exact: true }));
  });

  test.each(fields)("shows the field $path and who supports it", async ({ path, supportedBy }) => {
    const field = entry(`&oneof=0/${path.replaceAll(".", "/")}`);
    await see(field.locator(".schema-name").first());
    const mark = field.locator("> *").first().locator(".tag-green");
    if (supportedBy === "") expect(await mark.count()).toBe(0);
    else await see(mark.getByText(`Supported by ${supportedBy}`, { exact: true }));
  });

  test.each(operation.samples)("shows the sample for $label", async ({ label, source }) => {
    const panel = page.locator(".panel-request-samples");
    await panel.getByTestId("dropdown").last().getByRole("button").first().click();
    await page.getByRole("menuitem", { name: label, exact: true }).click();
    const code = panel.getByTestId("source-code");
    await see(code);
    await expect.poll(async () => (await code.textContent())?.trim()).toBe(source.trim());
  });

  // Whether each can be chosen does not depend on the screen.
  test.each(viewport === desktop && colorScheme === "light" ? operation.examples : [])(
    "shows the $status example: $summary",
    async ({ status, mediaType, summary, value }) => {
      const panel = page.locator(".panel-response-samples");
      await panel.getByRole("button", { name: status, exact: true }).click();
      for (const [label, choice] of [
        ["Response media type", mediaType],
        ["Example", summary],
      ]) {
        const dropdown = panel.getByTestId("dropdown").filter({ has: page.getByLabel(`${label}`) });
        if ((await dropdown.count()) === 0) continue;
        await dropdown.getByRole("button").first().click();
        await page.getByRole("menuitem", { name: `${choice}`, exact: true }).click();
      }
      const body = panel.getByTestId("source-code");
      await see(body);
      const parse = (text: string) => (typeof value === "string" ? text : JSON.parse(text));
      await expect.poll(async () => parse((await body.textContent()) ?? "")).toEqual(value);
    },
  );

  test("is as wide as the screen and can be read", async () => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(viewport.width);
    for (const text of [".schema-name", ".tag-green > div", "main p", "main td", "main a"]) {
      expect(await lowestContrast(page.locator(text)), text).toBeGreaterThan(4.5);
    }
    expect(await page.evaluate(() => document.documentElement.className)).toContain(colorScheme);
  });

  test("asked for nothing and complained of nothing", () => {
    expect(requests.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
