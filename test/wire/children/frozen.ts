import { deleteAsStream, deleteContact, deleteOverApi, failure } from "../../support/client.js";

// Makes every kind of call in a process with frozen built-ins, and compares every global before and after.
const [, , url = ""] = process.argv;
const server = { url };

// All globals are read once first, as some replace themselves when they are first read.
const values = () =>
  Object.getOwnPropertyNames(globalThis).map((name) => [name, Reflect.get(globalThis, name)] as const);
values();
const before = new Map(values());

const id = await deleteContact(server);
const stream = await new Response(await deleteAsStream(server)).text();
const { data } = await deleteOverApi(server);
const error = await failure(deleteContact(server, { maxRetries: 0 }));

const after = new Map(values());
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (name) => !Object.is(before.get(name), after.get(name)),
);
const isFrozen = Object.isFrozen(Array.prototype);
console.log(JSON.stringify({ id, stream, data, error: String(error), changed, isFrozen }));
