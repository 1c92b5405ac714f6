import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Pool } from "pg";
import { queueName } from "./job.js";

/** Looks in a row at which nothing moved, after which a contact counts as abandoned. */
const silentLooks = 5;

/** In whose hands a contact was seen, with the number of its worker then, and at how many looks in a row. */
interface Sight {
  executor: string;
  beats: string | undefined;
  looks: number;
}

/**
 * Makes a function that looks after contacts which nobody deletes any more. At each look a worker counts its number up.
 * One whose number stands still at five looks in a row is dead or frozen, and what it has in hand goes back to the queue;
 * so does what this worker was given and never began, as when the database restarts. Looks are counted and no times are
 * compared: neither clocks nor a stopped machine make a living worker seem dead.
 * @param running what this process has in hand
 */
export function createWatch(db: Pool, running: ReadonlySet<string>): () => Promise<void> {
  let sights = new Map<string, Sight>();
  return async () => {
    const before = sights;
    // After a look that failed the count begins anew, as nobody could count up meanwhile.
    sights = new Map();
    const me = DBOS.executorID;
    const { rows } = await db.query<{ executor: string; beats: string }>(
      "SELECT * FROM truto_deletes.beat($1)",
      [me],
    );
    const numbers = new Map(rows.map(({ executor, beats }) => [executor, beats]));
    const seen = new Map<string, Sight>();
    for (const { workflowID: id, executorId: executor = "" } of await listPending({ queueName })) {
      // Processes that share the engine's default id can't tell whose a contact is.
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

/** Queues contacts again that are still in the same hands; one worker at a time, so that none is taken from the next. */
async function queueAgain(db: Pool, abandoned: ReadonlyMap<string, Sight>): Promise<void> {
  const lock = await db.connect();
  // Without a listener its loss would end the process.
  lock.on("error", () => {});
  try {
    await lock.query("SELECT pg_advisory_lock(hashtextextended('truto_deletes', 1))");
    const pending = await listPending({ workflowIDs: [...abandoned.keys()] });
    const ids = pending
      .filter(({ workflowID, executorId }) => abandoned.get(workflowID)?.executor === executorId)
      .map(({ workflowID }) => workflowID);
    // Else only a worker of the same version would take them.
    const sql = "UPDATE dbos.workflow_status SET application_version = NULL WHERE workflow_uuid = ANY($1)";
    await db.query(sql, [ids]);
    await DBOS.resumeWorkflows(ids, { queueName });
  } finally {
    // The lock ends with its connection.
    lock.release(true);
  }
}

function listPending(filter: { queueName: string } | { workflowIDs: string[] }) {
  return DBOS.listWorkflows({ ...filter, status: "PENDING", loadInput: false, loadOutput: false });
}
