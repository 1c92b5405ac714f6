import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { type LocalServer, serve } from "../../src/cli/serve.js";
import { createMockFetch } from "../../src/mock/index.js";

/** Serves the mock of a contract on a free port of this machine. @throws when the contract can't be read */
export async function startMock(spec = "openapi/openapi.yaml"): Promise<LocalServer> {
  return serve(await createMockFetch({ contract: (await shippedSpec(spec)).json }), 0);
}
