import { runSuite } from "./suite.js";

/** The worker that workerd runs: asked with a target, it answers with the suite's results. */
export default {
  async fetch(request) {
    return Response.json(await runSuite(await request.json()));
  },
};
