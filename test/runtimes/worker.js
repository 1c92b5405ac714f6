import * as truto from "truto-crm-client";
import { runSuite } from "./suite.ts";

/** The worker that workerd runs: asked with a target, it answers with the suite's results. */
export default {
  async fetch(request) {
    return Response.json(await runSuite(truto, await request.json()));
  },
};
