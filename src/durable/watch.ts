import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Pool } from "pg";
import { queueName } from "./job.js";

/** Number of looks in a row without a change, after which a contact counts as abandoned. */
const silentLooks = 5;

/** The worker that had a contact, the worker's number then, and the number of looks in a row without a change. */
interface Sight {
  executor: string;
  beats: string | undefined;
  looks: number;
}

/**
 * Makes a function that finds contacts which no worker deletes any more. At each look a worker increases its own number.
 * A worker whose number is the same at five looks in a row is dead or frozen, and its contacts go back to the queue. So do
 * contacts that this worker was given and never began, as happens when the database restarts. Only looks are counted, no
 * times compared, so a wrong clock or a suspended machine does not make a living worker seem dead.
 * @param running the workflows that this process is running
 */
export function createWatch(db: Pool, running: ReadonlySet<string>): () => Promise<void> {
  let sights = new Map<string, Sight>();
  return async () => {
    const before = sights;
    // After a failed look the count begins again, as no worker could count up in that time.
    sights = new Map();
    const me = DBOS.executorID;
    const { rows } = await db.query<{ executor: string; beats: string }>(
      "SELECT * FROM truto_deletes.beat($1)",
      [me],
    );
    const numbers = new Map(rows.map(({ executor, beats }) => [executor, beats]));
    const seen = new Map<string, Sight>();
    for (const { workflowID: id, executorId: executor = "" } of await listPending({ queueName })) {
      // Processes with the engine's default id can't tell which of them has a contact.
      if (executor === me && (me === "local" || running.has(id))) continue;
      const beats = executor === me ? undefined : numbers.get(executor);
      const last = before.get(id);
      const isSame = last?.executor === executor && last.beats === beats;
      seen.set(id, { executor, beats, looks: isSame ? last.looks + 1 : 0 });
    }
    const abandoned = [...seen].filter(([, { looks }]) => looks >= silentLooks);
    if (abandoned.length > 0) await queueAgain(db, new Map(abandoned));
    sights = seen;
  };
}

/** Queues abandoned contacts again. One worker at a time does so, and only for contacts that still have the same worker. */
async function queueAgain(db: Pool, abandoned: ReadonlyMap<string, Sight>): Promise<void> {
  const lock = await db.connect();
  // Without a listener the loss of the connection would end the process.
  lock.on("error", () => {});
  try {
    await lock.query("SELECT pg_advisory_lock(hashtextextended('truto_deletes', 1))");
    const pending = await listPending({ workflowIDs: [...abandoned.keys()] });
    const ids = pending
      .filter(({ workflowID, executorId }) => abandoned.get(workflowID)?.executor === executorId)
      .map(({ workflowID }) => workflowID);
    // Without this, only a worker of the same version would take them.
    const sql = "UPDATE dbos.workflow_status SET application_version = NULL WHERE workflow_uuid = ANY($1)";
    await db.query(sql, [ids]);
    await DBOS.resumeWorkflows(ids, { queueName });
  } finally {
    // The end of the connection releases the lock.
    lock.release(true);
  }
}

function listPending(filter: { queueName: string } | { workflowIDs: string[] }) {
  return DBOS.listWorkflows({ ...filter, status: "PENDING", loadInput: false, loadOutput: false });
}
