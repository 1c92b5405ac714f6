import { rmSync } from "node:fs";
import { open, readdir, readFile, realpath, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { isObject } from "../../values.js";
import { Refusal, refuseFile } from "../refusal.js";

/**
 * Makes this process the only writer of a report: an empty file beside it names the machine, the process and when that began.
 * Each process first makes its own and then looks for others, so of two that start together at least one sees the
 * other; those of processes that are dead are taken away.
 * @returns what gives the lock back; it is given back too when the process exits
 * @throws {Refusal} when there is another writer
 */
export async function lock(report: string): Promise<() => void> {
  const path = await resolveLinks(report).catch((error) => {
    throw refuseFile(report, "written", error);
  });
  const [folder, prefix] = [dirname(path), `${basename(path)}.lock-`];
  const mine = `${prefix}${encodeURIComponent(hostname())}-${process.pid}-${await startOf(process.pid)}`;
  try {
    const file = await open(join(folder, mine), "wx");
    await file.close();
  } catch (error) {
    if (isObject(error) && error.code === "EEXIST") throw inUse(report, join(folder, mine));
    throw refuseFile(report, "written", error);
  }
  const release = () => {
    process.off("exit", release);
    rmSync(join(folder, mine), { force: true });
  };
  process.on("exit", release);
  for (const name of await readdir(folder)) {
    if (name === mine || !name.startsWith(prefix)) continue;
    if (await isHeld(name.slice(prefix.length))) {
      release();
      throw inUse(report, join(folder, name));
    }
    await rm(join(folder, name), { force: true });
  }
  return release;
}

function inUse(report: string, file: string): Refusal {
  return new Refusal(`${report} is being written by another run; if there is none, delete ${file}`);
}

/** Whether the process of a lock is alive; that of another machine may always be. */
async function isHeld(owner: string): Promise<boolean> {
  const [, host, pid, start] = /^(.*)-(\d+)-(\d*)$/.exec(owner) ?? [];
  if (host !== encodeURIComponent(hostname())) return true;
  try {
    // Signal 0 asks only whether the process is there.
    process.kill(Number(pid), 0);
  } catch (error) {
    // Somebody else's process is there, too.
    if (!isObject(error) || error.code !== "EPERM") return false;
  }
  return start === (await startOf(Number(pid)));
}

/**
 * When a process began, in ticks since the machine did: its number may be another's by now, and in a container it
 * often is. Empty for one that is dead but not yet buried by its parent, and where there is no `/proc`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name of the program, in brackets, may hold spaces and brackets of its own.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (state !== "Z" && fields[18]) || "";
}

/** Two names of one file must not make two locks. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return join(await realpath(dirname(path)), basename(path));
  }
}
