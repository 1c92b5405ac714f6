import { afterAll, beforeAll, test } from "vitest";
import { readContract } from "./contract.js";
import { openSite, type Site } from "./site.js";

const { operation } = await readContract();

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 600_000);
afterAll(() => site?.[Symbol.asyncDispose]());

test.each([
  { on: "a desktop", viewport: { width: 1440, height: 900 }, menu: false, key: "Enter" },
  { on: "a phone", viewport: { width: 390, height: 844 }, menu: true, key: "Space" },
])(
  "on $on, the keyboard alone opens the search and goes to what it finds",
  async ({ viewport, menu, key }) => {
    await using page = await site.browser.newPage({ viewport });
    await page.goto(site.url);
    const search = page.getByRole("button", { name: "Search" });
    await page.getByText("Search Ctrl+K").waitFor({ state: "attached" });
    if (menu) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Shift+Tab");
    }
    for (
      let stops = 0;
      stops < 20 && !(await search.evaluate((e) => e === document.activeElement));
      stops++
    ) {
      await page.keyboard.press(menu ? "Shift+Tab" : "Tab");
    }
    await page.keyboard.press(key);
    const { name } = operation.parameters.find(({ in: place }) => place === "query") ?? { name: "" };
    await page.keyboard.type(name);
    await page.getByText(`query parameters → ${name}`).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**path=${name}`);
    await page.locator(`[id$="in=query&path=${name}"]`).waitFor();
  },
);
