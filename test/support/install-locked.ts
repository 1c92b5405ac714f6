import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** Installs a folder's packages at their locked versions, unless that has been done. @param what their name and size, for who waits */
export async function installLocked(folder: string, what: string): Promise<void> {
  const [wanted, done] = [
    join(folder, "package-lock.json"),
    join(folder, "node_modules/.installed-lock.json"),
  ];
  const [lock, installed] = await Promise.all([
    readFile(wanted, "utf8"),
    readFile(done, "utf8").catch(() => ""),
  ]);
  if (lock === installed) return;
  console.error(`Installing ${what} …`);
  // Some ask for a newer Node than this one, and run on one that is installed with them.
  const args = ["ci", "--no-engine-strict", "--prefer-offline", "--loglevel=error"];
  await execa("npm", args, { cwd: folder, timeout: 600_000 });
  await copyFile(wanted, done);
}
