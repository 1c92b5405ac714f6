import { readFileSync } from "node:fs";

/**
 * Identifies the process that started this one. If that is a shell, on Linux also the process that started the shell, as npm does.
 * @returns a text that changes when one of them dies
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parentsOf(ppid: number | undefined): string {
  let stat = "";
  try {
    stat = readFileSync(`/proc/${ppid}/stat`, "latin1");
  } catch {}
  const [, name = "", grandparent = ""] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat) ?? [];
  return name.endsWith("sh") ? `${ppid} ${grandparent}` : `${ppid}`;
}
