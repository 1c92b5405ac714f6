import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Scrolls through the page, whose parts are made when they come into view, until there are `count` of `parts`. */
export async function showAll(page: Page, parts: Locator, count: number): Promise<void> {
  for (let pass = 0; pass < 10 && (await parts.count()) < count; pass++) {
    await page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y);
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 20)));
      }
    });
  }
}

/** Scrolls to an element and expects it to be visible, from its left edge to its right one. */
export async function see(element: Locator): Promise<void> {
  await element.scrollIntoViewIfNeeded();
  expect(await element.isVisible(), String(element)).toBe(true);
  const { x = -1, width = 0 } = (await element.boundingBox()) ?? {};
  expect(x, String(element)).toBeGreaterThanOrEqual(0);
  expect(x + width, String(element)).toBeLessThanOrEqual(element.page().viewportSize()?.width ?? 0);
}
