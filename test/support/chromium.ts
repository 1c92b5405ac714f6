import { existsSync } from "node:fs";
import { chromium, type LaunchOptions, type Page } from "playwright-core";
import { installDebianPackages } from "./system-packages.js";

const executablePath = "/usr/bin/chromium";

/**
 * The options with which every page test launches Chromium. Each launch has a new, empty profile.
 * The switches prevent all requests but the page's own.
 */
export const chromiumLaunchOptions = {
  executablePath,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
} satisfies LaunchOptions;

/**
 * Makes sure that Chromium is there, installing Debian's package when run as root on Debian.
 * @throws saying how to install it, when it is missing and can't be installed.
 */
export async function ensureChromium(): Promise<void> {
  if (existsSync(executablePath)) return;
  await installDebianPackages(["chromium"]);
}

/** Runs work with a page of a new Chromium, which is closed afterwards or after `timeout` ms. */
export async function withPage<T>(use: (page: Page) => Promise<T>, timeout = 60_000): Promise<T> {
  await ensureChromium();
  const browser = await chromium.launch(chromiumLaunchOptions);
  const hang = setTimeout(() => browser.close({ reason: `not done within ${timeout} ms` }), timeout);
  try {
    return await use(await browser.newPage());
  } finally {
    clearTimeout(hang);
    await browser.close();
  }
}
