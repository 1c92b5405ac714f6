import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { execa } from "execa";
import { fileIn } from "./peers.js";

/** A measuring process that answers message by message. */
export class Worker<Question extends object, Answer> {
  readonly #process: ChildProcess;
  /** What it said when it was ready. */
  readonly ready: Promise<string>;

  constructor(node: string, script: string, ...options: string[]) {
    this.#process = fork(fileIn(`work/js/workers/${script}.js`), options, { execPath: node, execArgv: [] });
    this.ready = this.#next();
  }

  /** Sends a question and waits for its answer. */
  ask(question: Question): Promise<Answer> {
    const answer = this.#next<Answer>();
    this.#process.send(question);
    return answer;
  }

  /** Ends the process. */
  stop(): void {
    this.#process.kill();
  }

  /** @throws Error when the process ends first. */
  async #next<T>(): Promise<T> {
    const over = new AbortController();
    const { signal } = over;
    try {
      const message = once(this.#process, "message", { signal });
      const exit = once(this.#process, "exit", { signal }).then(() => {
        throw new Error(`${this.#process.spawnargs.slice(1).join(" ")} ended without an answer`);
      });
      const [answer]: T[] = await Promise.race([message, exit]);
      if (answer === undefined) throw new Error("a worker sent no answer");
      return answer;
    } finally {
      over.abort();
    }
  }
}

/** Runs a measuring process to its end and gives the JSON that it prints. */
export async function runOnce<T>(
  node: string,
  flags: string[],
  script: string,
  ...options: string[]
): Promise<T> {
  const { stdout } = await execa(node, [...flags, fileIn(`work/js/workers/${script}.js`), ...options]);
  return JSON.parse(stdout);
}
