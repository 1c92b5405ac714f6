import { randomUUID } from "node:crypto";
import type { TrutoClient } from "../../client.js";
import type { DurablePause } from "../../durable/index.js";
import { Deadline, sleep } from "../../transport/deadline.js";
import type { WorkArguments } from "../commands/work-options.js";
import { Refusal } from "../refusal.js";
import { reasonOf } from "../report/row.js";
import type { Surroundings } from "../surroundings.js";
import { countsText, duration, messageOf, printable } from "../text.js";
import { applicationName, patience, type Queue, silentLogger, unusable } from "./database.js";
import type { Engine } from "./engine.js";

/** Milliseconds between two looks at the queue, and between two lines of progress. */
const [lookInterval, lineInterval] = [1_000, 60_000];

/** The parts of a worker. */
export interface WorkerParts {
  engine: Engine;
  queue: Queue;
  truto: TrutoClient;
  args: WorkArguments;
  around: Surroundings;
}

/** Deletes what is on the queue until it is stopped, or until nothing is left. */
export class Worker {
  /** The outcomes of the contacts that this process settled. */
  readonly counts = { deleted: 0, gone: 0, unknown: 0, failed: 0, unsent: 0 };
  readonly #parts: WorkerParts;
  readonly #stopper = new AbortController();

  /** @throws {Refusal} in the database of an application, whose own workers delete */
  constructor(parts: WorkerParts) {
    const { applicationName: owner } = parts.queue.client;
    if (owner !== applicationName) {
      throw new Refusal(
        `the queue in this database belongs to the application ${owner}, whose workers delete`,
      );
    }
    this.#parts = parts;
  }

  /** Takes nothing more from the queue, and lets the deletes under way end. */
  stop(): void {
    this.#stopper.abort();
  }

  /** Works until the end, which `close` has to follow. @throws {Refusal} when the database can't be used */
  async work(): Promise<"empty" | "interrupted"> {
    const { engine, queue, truto, args } = this.#parts;
    const { DBOS, registerDeletes } = engine;
    const { limit, tokenLimit, concurrency, timeout } = args;
    const window = limit.seconds * 1_000;
    const token = (tokenLimit.requests * limit.seconds) / tokenLimit.seconds;
    registerDeletes({
      truto,
      databaseUrl: queue.url,
      limits: { account: limit.requests, token, window },
      concurrency,
      timeout,
      onPause: (pause) => this.#tellPause(pause),
      onSettle: ({ outcome }) => {
        this.counts[outcome]++;
      },
    });
    DBOS.setConfig({
      name: applicationName,
      systemDatabaseUrl: queue.url,
      logger: silentLogger,
      // At its start the engine repeats what is under way under its own id. With a new id all of that is left to the takeover.
      executorID: randomUUID(),
      // The version of the workflow, not of the package, so that workers of all versions take over from each other.
      applicationVersion: "1",
    });
    await DBOS.launch().catch(async (error) => {
      await this.close();
      throw unusable(error);
    });
    this.#say("Working. Ctrl-C ends this worker; the other workers continue.");
    return this.#untilEnd();
  }

  /** Lets the deletes under way end. Gives up a database that does not answer, as the engine would wait for it for ever. */
  async close(): Promise<void> {
    const { engine, args } = this.#parts;
    const deadline = new Deadline(undefined, args.timeout + patience);
    try {
      await deadline.race(engine.DBOS.shutdown({ workflowCompletionTimeoutMS: args.timeout }));
    } catch (error) {
      if (!deadline.stopped) throw error;
      this.#say("The database does not answer. Another worker sends again what was not recorded in it.");
    } finally {
      deadline.end();
    }
  }

  async #untilEnd(): Promise<"empty" | "interrupted"> {
    const { signal } = this.#stopper;
    let isAnswering = true;
    let saidAt = performance.now();
    while (!signal.aborted) {
      try {
        if ((await this.#isEmpty()) && this.#parts.args.untilEmpty) return "empty";
        if (!isAnswering) this.#say("The database answers again.");
        isAnswering = true;
      } catch (error) {
        if (signal.aborted) break;
        if (isAnswering) this.#say(`The database does not answer, so nothing is sent: ${messageOf(error)}`);
        isAnswering = false;
      }
      if (performance.now() - saidAt > lineInterval) {
        saidAt = performance.now();
        this.#say(`So far ${countsText(this.counts)}`);
      }
      await sleep(lookInterval, signal).catch(() => {});
    }
    return "interrupted";
  }

  async #isEmpty(): Promise<boolean> {
    const { engine, queue } = this.#parts;
    const left = queue.client.listWorkflows({
      queueName: engine.queueName,
      status: ["ENQUEUED", "PENDING"],
      limit: 1,
      loadInput: false,
      loadOutput: false,
    });
    // The engine asks a database that is out of reach for ever, and without a word.
    const deadline = new Deadline(this.#stopper.signal, patience);
    try {
      return (await deadline.race(left)).length === 0;
    } finally {
      deadline.end();
    }
  }

  #tellPause({ account, delay, reason }: DurablePause): void {
    const { status, reason: words } = reasonOf(reason);
    const why = [status, words].filter((part) => part !== undefined).join(" ");
    this.#say(`Account ${account} is paused, and tried again in ${duration(delay)}: ${why}`);
  }

  #say(text: string): void {
    this.#parts.around.stderr.write(`${printable(text)}\n`);
  }
}
