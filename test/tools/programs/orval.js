import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generate } from "orval";
import { id, sendDelete, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
const target = join(folder, "client.ts");
await generate({ input: file, output: { target, client: "fetch", baseUrl, mode: "single" } });
const { deleteContact } = await import(pathToFileURL(target));
await sendDelete(target, (query) =>
  deleteContact(id, query, { headers: { Authorization: `Bearer ${token}` } }),
);
