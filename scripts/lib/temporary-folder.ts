import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

/** Runs work with a new folder that only this user can read. The folder is removed afterwards, also after SIGINT or SIGTERM. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `truto-${randomUUID()}`);
  const remove = () => {
    // First under another name, so that a program which still runs can add no file to it meanwhile.
    if (existsSync(folder)) renameSync(folder, `${folder}.gone`);
    rmSync(`${folder}.gone`, { recursive: true, force: true });
  };
  const end = (signal: "SIGINT" | "SIGTERM") => process.exit(128 + constants.signals[signal]);
  // A signal ends the process, and its exit removes all such folders. The listeners come first, as a signal may come at any moment.
  process.once("exit", remove).once("SIGINT", end).once("SIGTERM", end);
  try {
    mkdirSync(folder, { mode: 0o700 });
    return await use(folder);
  } finally {
    process.off("exit", remove).off("SIGINT", end).off("SIGTERM", end);
    remove();
  }
}
