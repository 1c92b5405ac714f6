import { argv, exit } from "node:process";
import * as main from "truto-crm-client";
import * as api from "truto-crm-client/api";
import * as bulk from "truto-crm-client/bulk";
import { runSuite } from "./suite.ts";

const results = await runSuite({ ...main, ...api, ...bulk }, JSON.parse(argv[2]));
console.log(JSON.stringify(results));
// A failed check may leave its call hanging; after a success nothing may keep the process alive.
if (Object.values(results).some((result) => result !== "passed")) exit();
