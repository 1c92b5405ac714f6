import { existsSync } from "node:fs";
import { execa } from "execa";
import type { LaunchOptions } from "playwright-core";

const executablePath = "/usr/bin/chromium";

/**
 * How every page test launches Chromium; playwright-core gives each launch a new, empty profile.
 * The switches keep it off the network but for the page's own requests.
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
 * @throws Error saying how to install it, when it is missing and can't be installed.
 */
export async function ensureChromium(): Promise<void> {
  if (existsSync(executablePath)) return;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    throw new Error(
      `Chromium is missing: install Debian's package with "sudo apt-get install chromium" so that ${executablePath} exists.`,
    );
  }
  console.error("Installing Debian's package chromium …");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execa("apt-get", ["update", "-qq"], { env });
  await execa("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
}
