import { argv } from "node:process";
import { runSuite } from "./suite.js";

console.log(JSON.stringify(await runSuite(JSON.parse(argv[2]))));
