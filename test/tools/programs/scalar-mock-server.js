import { readFile } from "node:fs/promises";
import { createMockServer } from "@scalar/mock-server";
import { parse } from "yaml";
import { reportAnswers } from "./answers.js";

const [file] = process.argv.slice(2);
const server = await createMockServer({ document: parse(await readFile(file, "utf8")), logger: false });
await reportAnswers((request) => server.request(request));
