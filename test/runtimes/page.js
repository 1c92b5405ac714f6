import * as truto from "truto-crm-client";
import { runSuite } from "./suite.ts";

/** What the page in Chromium calls. */
globalThis.runSuite = (target) => runSuite(truto, target);
