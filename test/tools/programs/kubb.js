import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { safeBuild } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { id, sendDelete, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
const target = join(folder, "client");
// It also writes to the folder that it runs in.
process.chdir(folder);
const { failedPlugins, error } = await safeBuild({
  config: {
    root: folder,
    input: { path: file },
    output: { path: target, clean: true, extension: { ".ts": ".ts" } },
    plugins: [
      pluginOas(),
      pluginTs(),
      pluginClient({ client: "fetch", baseURL: baseUrl, importPath: "@kubb/plugin-client/clients/fetch" }),
    ],
  },
});
if (error) throw error;
if (failedPlugins.size > 0) throw new Error(`failed: ${[...failedPlugins].map(({ plugin }) => plugin.name)}`);

const index = join(target, "index.ts");
const { deleteContact } = await import(pathToFileURL(index));
await sendDelete(index, (query) =>
  deleteContact(id, query, { headers: { Authorization: `Bearer ${token}` } }),
);
