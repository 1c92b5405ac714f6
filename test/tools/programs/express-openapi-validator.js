import { once } from "node:events";
import express from "express";
import * as OpenApiValidator from "express-openapi-validator";
import { reportAnswers } from "./answers.js";

const [file] = process.argv.slice(2);
const app = express();
app.set("query parser", "extended");
app.use(OpenApiValidator.middleware({ apiSpec: file, validateResponses: true, ignoreUndocumented: false }));
app.delete("/unified/crm/contacts/:id", ({ params: { id } }, response) => response.json({ id }));
app.use((error, _request, response, _next) => response.status(error.status ?? 500).json(error.message));
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
await reportAnswers((request) => {
  const { pathname, search } = new URL(request.url);
  const { method, headers } = request;
  return fetch(`http://127.0.0.1:${server.address().port}${pathname}${search}`, { method, headers });
});
server.close();
