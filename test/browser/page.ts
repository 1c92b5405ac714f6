import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Scrolls until there are `count` elements for the selector `parts`, as Redoc renders them when they come into view. */
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

/**
 * The texts that another element covers, after scrolling through the whole page. A bar along the upper edge counts as
 * part of the window's frame.
 */
export function coveredTexts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const covered = new Set<string>();
    const readable = { top: 0 };
    for (const bar of document.querySelectorAll("button")) {
      const { top, width, bottom } = bar.getBoundingClientRect();
      if (top === 0 && width === innerWidth) readable.top = bottom;
    }
    const look = (text: Node) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const y = (top + bottom) / 2;
        for (const x of y < readable.top ? [] : [0.1, 0.5, 0.9].map((part) => left + part * (right - left))) {
          const hit = document.elementFromPoint(x, y);
          const holder = text.parentElement;
          if (hit && holder && !hit.contains(holder) && !holder.contains(hit))
            covered.add(`${text.textContent}`);
        }
      }
    };
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 3) {
      scrollTo(0, y);
      await new Promise((painted) => requestAnimationFrame(painted));
      const texts = document.createTreeWalker(
        document.querySelector("main") ?? document.body,
        NodeFilter.SHOW_TEXT,
      );
      while (texts.nextNode()) if (/\w/.test(`${texts.currentNode.textContent}`)) look(texts.currentNode);
    }
    return [...covered];
  });
}
