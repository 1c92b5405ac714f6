import { startPrism as start } from "../../scripts/lib/prism.js";

/** Starts Prism on the contract, on a free port. @throws with Prism's own log when it does not come up in time. */
export function startPrism(): Promise<{ url: string; stop(): Promise<void> }> {
  return start();
}
