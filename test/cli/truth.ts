import { expect } from "vitest";
import type { TruthServer } from "../support/truth-server.js";
import { account, type Folder } from "./command.js";

/** Fails unless each id is deleted, by one key, and the report says so. */
export async function expectTruth(
  folder: Folder,
  server: TruthServer,
  ids: readonly string[],
): Promise<void> {
  await server.idle();
  const lines = (await folder.lines()).filter(({ n }) => n !== undefined);
  const last = new Map(lines.map((line) => [line.id, line]));
  expect([...last.keys()].sort()).toEqual([...ids].sort());
  for (const id of ids) {
    const { outcome, mayHaveBeenApplied } = last.get(id) ?? {};
    expect(["deleted", "gone"], id).toContain(outcome);
    // All contacts existed, and nobody else deleted one.
    if (outcome === "gone") expect(mayHaveBeenApplied, id).toBe(true);
    expect(server.exists(account, id), id).toBe(false);
    const announced = new Set(
      lines.flatMap((line) => (line.id === id && line.sending ? [line.sending] : [])),
    );
    const arrived = new Set(server.arrivals.filter((arrival) => arrival.id === id).map(({ key }) => key));
    // An id that was announced and not sent has one key more.
    expect([...announced], id).toEqual(expect.arrayContaining([...arrived]));
    expect(arrived.size, id).toBe(1);
    expect(arrived, id).toContain(server.deletedBy(account, id));
  }
}
