import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileIn } from "./peers.js";

/** A measuring process: it says something first, then answers each question. */
export class Worker<First, Question extends object = never, Answer = never> {
  readonly #process: ChildProcess;
  /** What it said first. */
  readonly first: Promise<First>;

  constructor(node: string, script: string, options: string[] = [], execArgv: string[] = []) {
    this.#process = fork(fileIn(`work/js/workers/${script}.js`), options, { execPath: node, execArgv });
    this.first = this.#next();
  }

  /** Sends a question and waits for its answer. */
  ask(question: Question): Promise<Answer> {
    const answer = this.#next<Answer>();
    this.#process.send(question);
    return answer;
  }

  /** Ends the process at once: Node 24 can hang for good in an orderly exit. */
  async stop(): Promise<void> {
    const over = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await over;
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

/** Starts a measuring process for what it says first. */
export async function runOnce<T>(
  node: string,
  script: string,
  options: string[],
  execArgv: string[] = [],
): Promise<T> {
  const worker = new Worker<T>(node, script, options, execArgv);
  try {
    return await worker.first;
  } finally {
    await worker.stop();
  }
}
