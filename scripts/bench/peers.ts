import { fileURLToPath, pathToFileURL } from "node:url";

/** A way to delete a contact, whose program is in `peers/`. */
export type Peer = {
  name: string;
  /** The package that its user imports; `undefined` if it is part of the runtime. */
  module?: string;
};

/** The absolute path of a file named from the benchmark's folder. */
export function fileIn(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

const local = (path: string) => pathToFileURL(fileIn(path)).href;

/** This package, in every list. */
export const ours = "truto-crm-client";

/** Every peer, this package first. */
export const peers: Peer[] = [
  { name: ours, module: local("../../dist/index.js") },
  { name: `${ours}-api`, module: local("../../dist/api.js") },
  { name: "fetch" },
  { name: "openapi-fetch", module: "openapi-fetch" },
  { name: "ky", module: "ky" },
  { name: "axios", module: "axios" },
  { name: "hey-api", module: local("work/hey-api/sdk.gen.js") },
];
