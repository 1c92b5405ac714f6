import * as main from "truto-crm-client";
import * as api from "truto-crm-client/api";
import * as bulk from "truto-crm-client/bulk";
import { runSuite } from "./suite.ts";

/** The worker that workerd runs. It answers a request that has a target with the results of the suite. */
export default {
  async fetch(request) {
    return Response.json(await runSuite({ ...main, ...api, ...bulk }, await request.json()));
  },
};
