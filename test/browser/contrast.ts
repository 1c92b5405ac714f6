import type { Locator } from "playwright-core";

/**
 * The lowest contrast between the elements' text and its background, from 1 to 21.
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function lowestContrast(elements: Locator): Promise<number> {
  return elements.evaluateAll((found) => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) =>
      channels(color)
        .slice(0, 3)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
    const background = (element: Element | null): string => {
      if (element === null) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(element);
      return channels(backgroundColor)[3] === 0 ? background(element.parentElement) : backgroundColor;
    };
    const contrasts = found.map((element) => {
      const [low = 0, high = 0] = [
        luminance(getComputedStyle(element).color),
        luminance(background(element)),
      ].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    });
    return Math.min(...contrasts);
  });
}
