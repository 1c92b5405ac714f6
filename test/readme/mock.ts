import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import * as source from "../../src/mock/index.js";

/** The mock as a user imports it, with the contract that a build would put beside it. */
export async function createMockFetch(options?: source.MockOptions): Promise<source.MockFetch> {
  const { json } = await shippedSpec("openapi/openapi.yaml");
  return source.createMockFetch({ contract: json, ...options });
}
