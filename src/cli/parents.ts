import { readFileSync } from "node:fs";

/**
 * The process that started this one; where that is a shell, also the one that started the shell, as far as Linux tells.
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
