export type { DurablePause } from "./delete.js";
export { type DurableClient, queueName, type Settled } from "./job.js";
export { cancelDeletes, type DurableRun, enqueueDeletes } from "./queue.js";
export { type DurableOutcome, readDeletes } from "./read.js";
export { type DurableOptions, registerDeletes } from "./register.js";
