import { fileURLToPath } from "node:url";
import { installLocked } from "../support/install-locked.js";

/** Installs the tools. */
export default function setup(): Promise<void> {
  return installLocked(fileURLToPath(new URL(".", import.meta.url)), "the tools of others (about 800 MB)");
}
