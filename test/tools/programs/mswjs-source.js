import { readFile } from "node:fs/promises";
import { fromOpenApi } from "@mswjs/source/open-api";
import { getResponse } from "msw";
import { parse } from "yaml";
import { reportAnswers } from "./answers.js";

const [file] = process.argv.slice(2);
const handlers = await fromOpenApi(parse(await readFile(file, "utf8")));
await reportAnswers((request) => getResponse(handlers, request));
