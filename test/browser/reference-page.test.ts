import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readContract } from "./contract.js";
import { lowestContrast } from "./contrast.js";
import { coveredTexts, see, showAll } from "./page.js";
import { openSite, type Site } from "./site.js";

const { info, links, security, guides, operation, references, fields } = await readContract();
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
/** What a click changes, which takes its time on a busy machine. */
const soon = { timeout: 60_000 };

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 600_000);
afterAll(() => site?.[Symbol.asyncDispose]());

describe.each([
  { on: "a desktop in light", viewport: desktop, colorScheme: "light" },
  { on: "a desktop in dark", viewport: desktop, colorScheme: "dark" },
  { on: "a phone in light", viewport: phone, colorScheme: "light" },
  { on: "a phone in dark", viewport: phone, colorScheme: "dark" },
] as const)("The reference page on $on,", ({ viewport, colorScheme }) => {
  const complaints: string[] = [];
  const requests: string[] = [];
  const isPhone = viewport === phone;
  const topFields = fields.filter(({ path }) => !/[.[]/.test(path));
  let page: Page;
  let shownAtFirst: number;
  beforeAll(async () => {
    const context = await site.browser.newContext({ viewport, colorScheme });
    page = await context.newPage();
    page.setDefaultTimeout(soon.timeout);
    page.on(
      "console",
      (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()),
    );
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(site.url);
    const shown = page.locator('[id*="&oneof=0/"]');
    await showAll(page, shown, isPhone ? topFields.length : fields.length);
    shownAtFirst = await shown.count();
    if (!isPhone) return;
    // The second tab list has the responses, the first one the request.
    await page.getByText("Expand all", { exact: true }).last().click();
    await showAll(page, shown, fields.length);
  }, 120_000);
  afterAll(() => page?.context().close());

  /** The entry of a parameter or a field. Redoc makes its id from its place in the contract. */
  const entry = (id: string) => page.locator(`[id$=${JSON.stringify(id)}]`);

  test("has the contract's title and summary", async () => {
    expect(await page.title()).toBe(info.title);
    expect(await page.locator('meta[name="description"]').getAttribute("content")).toBe(info.summary);
  });

  test("explains before the guides how to get the client and the contract", async () => {
    await see(page.getByText("npm install truto-crm-client", { exact: true }));
    await see(page.getByRole("link", { name: "openapi.yaml" }));
  });

  test.each(links)("links $description", async ({ description, url }) => {
    const link = page.getByRole("link", { name: description, exact: true });
    await see(link);
    expect(await link.getAttribute("href")).toBe(url);
  });

  test("folds nested fields on a phone only", () => {
    if (isPhone) expect(shownAtFirst).toBe(topFields.length);
    else expect(shownAtFirst).toBeGreaterThanOrEqual(fields.length);
  });

  test.each(operation.samples)(
    "shows the sample for $label inside its pane, below the copy button",
    async ({ label }) => {
      const panel = page.locator(".panel-request-samples");
      await panel.getByRole("button", { name: label, exact: true }).click();
      const code = panel.getByTestId("source-code");
      await see(code);
      expect(await code.evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)).toBe(0);
      const [copy, text] = await Promise.all([
        panel.locator(".code-block-header").getByTestId("copy-button").boundingBox(),
        code.boundingBox(),
      ]);
      expect((copy?.y ?? 0) + (copy?.height ?? 0)).toBeLessThanOrEqual(text?.y ?? 0);
    },
  );

  test("shows every table whole", async () => {
    for (const table of await page.locator("main table").all()) {
      const [width = 0, pane = 0] = await table.evaluate((node) => [
        node.scrollWidth,
        node.parentElement?.clientWidth,
      ]);
      expect(width - pane).toBeLessThanOrEqual(2); // the border
    }
  });

  test("shows every guide", async () => {
    for (const guide of guides) await see(page.getByRole("heading", { name: guide }));
  });

  test("shows the operation", async () => {
    await see(page.getByRole("heading", { name: operation.summary }));
    await see(page.locator(".panel-request-samples").getByText(operation.path, { exact: true }));
  });

  test("shows the security requirement of the operation", async () => {
    for (const description of security) await see(page.getByText(description));
  });

  test.each(operation.parameters)(
    "shows the parameter $name, and marks Truto's own",
    async ({ name, in: place, "x-truto-specific": isSpecific }) => {
      const where = place === "header" ? `in=headers&path=${name.toLowerCase()}` : `in=${place}&path=${name}`;
      await see(entry(where).locator(".schema-name").first().getByText(name, { exact: true }));
      const mark = entry(where).locator(".tag-blue");
      if (isSpecific) await see(mark.getByText("Truto-specific", { exact: true }));
      else expect(await mark.count()).toBe(0);
    },
  );

  test.each(fields)(
    "shows the field $path and the integrations that support it",
    async ({ path, supportedBy }) => {
      const field = entry(`&oneof=0/${path.replaceAll(".", "/")}`);
      await see(field.locator(".schema-name").first());
      const mark = field.locator("> *").first().locator(".tag-green");
      if (supportedBy === "") expect(await mark.count()).toBe(0);
      else await see(mark.getByText(`Supported by ${supportedBy}`, { exact: true }));
    },
  );

  test.each(references)(
    "shows that the field $path refers to $resource, with a link",
    async ({ path, resource, field }) => {
      const referring = entry(`&oneof=0/${path}`);
      await see(referring.getByText(`References ${resource} → ${field}`, { exact: true }));
      await see(referring.locator(`a[href$="/${resource}"]`));
    },
  );

  test.each(operation.samples)(
    "shows the sample for $label after one click on its whole name",
    async ({ label, source }) => {
      const panel = page.locator(".panel-request-samples");
      const button = panel.getByRole("button", { name: label, exact: true });
      await see(button);
      expect(await button.evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)).toBe(0);
      await button.click();
      const code = panel.getByTestId("source-code");
      await see(code);
      await expect.poll(async () => (await code.textContent())?.trim(), soon).toBe(source.trim());
      await expect.poll(() => panel.locator("[aria-pressed=true]").allTextContents(), soon).toEqual([label]);
    },
  );

  // The examples are the same on every screen, so one is enough.
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
      await expect.poll(async () => parse((await body.textContent()) ?? ""), soon).toEqual(value);
    },
  );

  test("fits the width of the screen, and is readable", async () => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(viewport.width);
    for (const text of [
      ".schema-name",
      ".tag-green > div",
      ".tag-blue > div",
      "main p",
      "main td",
      "main a",
      ".samples button",
      "[data-testid=search-trigger]",
      ".menu-content a",
    ]) {
      expect(await lowestContrast(page.locator(text)), text).toBeGreaterThan(4.5);
    }
    expect(await page.evaluate(() => document.documentElement.className)).toContain(colorScheme);
  });

  test("has no text covered by another element", async () => {
    expect(await coveredTexts(page)).toEqual([]);
  });

  test("sends no request to another host, and logs no error", () => {
    expect(requests.filter((url) => !url.startsWith(site.url) && !/^(blob|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test("Without JavaScript the reference page asks for it, and links the contract", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: phone });
  const page = await context.newPage();
  await page.goto(site.url);
  const link = page.locator(".no-script").getByRole("link", { name: "openapi.yaml" });
  await see(link);
  await link.click();
  expect(page.url()).toBe(new URL("openapi.yaml", site.url).href);
  await context.close();
});
