import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { id, sendDelete, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
await createClient({
  input: file,
  output: { path: folder },
  logs: { level: "silent" },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
});
const client = join(folder, "index.ts");
const { deleteContact } = await import(pathToFileURL(client));
await sendDelete(client, (query) =>
  deleteContact({ baseUrl, auth: token, path: { id }, query, throwOnError: true }),
);
