/** The number of contacts to delete. CI sets a smaller one. */
export const deletes = Number(process.env.SOAK_DELETES ?? 20_000);

/** The seed of all random numbers. The same seed gives the same faults. */
export const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1e9);

console.log(`SOAK_SEED=${seed} SOAK_DELETES=${deletes}`);
