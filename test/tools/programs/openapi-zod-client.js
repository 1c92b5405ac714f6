import { join } from "node:path";
import { pathToFileURL } from "node:url";
import SwaggerParser from "@apidevtools/swagger-parser";
import { generateZodClientFromOpenAPI } from "openapi-zod-client";
import { id, sendDelete, token } from "./request.js";

const [file, baseUrl, folder] = process.argv.slice(2);
const distPath = join(folder, "client.ts");
await generateZodClientFromOpenAPI({
  openApiDoc: await SwaggerParser.parse(file),
  distPath,
  options: { withAlias: true },
});
const { createApiClient } = await import(pathToFileURL(distPath));
const api = createApiClient(baseUrl);
const headers = { Authorization: `Bearer ${token}` };
await sendDelete(distPath, (queries) => api.deleteContact(undefined, { params: { id }, queries, headers }));
