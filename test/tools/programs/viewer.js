import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { chromiumLaunchOptions, ensureChromium } from "../../support/chromium.ts";
import { report } from "./report.js";

/**
 * Sends the delete from a viewer of the contract in Chromium, and reports the errors of its page.
 * @param show loads the viewer and the contract into an empty page
 * @param fillIn types the parameters of the delete into the viewer's fields
 * @param button selector of the button that sends the delete
 */
export async function sendFromViewer({ show, fillIn, button }) {
  const [file, baseUrl] = process.argv.slice(2);
  const spec = { ...parse(await readFile(file, "utf8")), servers: [{ url: baseUrl }] };
  await ensureChromium();
  const browser = await chromium.launch(chromiumLaunchOptions);
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.goto(baseUrl);
    await show(page, spec, errors);
    await fillIn(page, errors);
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === "DELETE"),
      page.locator(button).click(),
    ]);
    report(errors);
  } finally {
    await browser.close();
  }
}
