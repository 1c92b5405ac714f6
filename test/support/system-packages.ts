import { existsSync } from "node:fs";
import { execa } from "execa";

/**
 * Installs packages of Debian, when run as root on Debian.
 * @throws saying how to install them, when they can't be
 */
export async function installDebianPackages(packages: string[]): Promise<void> {
  const names = packages.join(" ");
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    throw new Error(`Something is missing: install Debian's packages with "sudo apt-get install ${names}".`);
  }
  console.error(`Installing from Debian: ${names} …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execa("apt-get", ["update", "-qq"], { env });
  await execa("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { env });
}
