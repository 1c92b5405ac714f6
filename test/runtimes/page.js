import * as main from "truto-crm-client";
import * as api from "truto-crm-client/api";
import * as bulk from "truto-crm-client/bulk";
import { runSuite } from "./suite.ts";

/** The functions that the page in Chromium calls. */
globalThis.runSuite = (target) => runSuite({ ...main, ...api, ...bulk }, target);
