/** Contacts to delete; CI takes fewer. */
export const deletes = Number(process.env.SOAK_DELETES ?? 20_000);

/** Decides everything random; the same one again gives the same faults. */
export const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1e9);

console.log(`SOAK_SEED=${seed} SOAK_DELETES=${deletes}`);
