import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

/** Lends a new folder that only this user can read, and removes it afterwards, also when told to end by a signal. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "truto-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const end = (signal: "SIGINT" | "SIGTERM") => process.exit(128 + constants.signals[signal]);
  // At the exit, so that a signal removes the folders of all that are at work.
  process.once("exit", remove).once("SIGINT", end).once("SIGTERM", end);
  try {
    return await use(folder);
  } finally {
    process.off("exit", remove).off("SIGINT", end).off("SIGTERM", end);
    remove();
  }
}
