import { fileURLToPath } from "node:url";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import * as source from "../../src/mock/index.js";

/** The mock as a user imports it, with the contract that a build would put beside it. */
export async function createMockFetch(options?: source.MockOptions): Promise<source.MockFetch> {
  const { json } = await shippedSpec(fileURLToPath(new URL("../../openapi/openapi.yaml", import.meta.url)));
  return source.createMockFetch({ contract: json, ...options });
}
