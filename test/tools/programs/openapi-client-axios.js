import { readFile } from "node:fs/promises";
import { OpenAPIClientAxios } from "openapi-client-axios";
import { parse } from "yaml";
import { report } from "./report.js";
import { id, query, token } from "./request.js";

const [file, baseUrl] = process.argv.slice(2);
const api = new OpenAPIClientAxios({
  definition: parse(await readFile(file, "utf8")),
  axiosConfigDefaults: { baseURL: baseUrl, headers: { Authorization: `Bearer ${token}` } },
});
const client = await api.init();
await client.deleteContact({ id, ...query });
report([]);
