import { fileURLToPath, pathToFileURL } from "node:url";

const folder = new URL("..", import.meta.url);

/** This package, in every list of peers. */
export const ours = "truto-crm-client";
/** The peer that others are measured against. */
export const base = "fetch";

/** A way to delete a contact. */
export interface Peer {
  /** Names its files in `peers/` and `streams/`. */
  name: string;
  /** What a table calls it. */
  label: string;
  /** What its user imports; `undefined` where nothing is. */
  module?: string;
  /** Whether it can be handed a `fetch`. */
  takesFetch: boolean;
  /** Where its bundle runs. */
  platform: "browser" | "node";
}

/** Every peer, this package first. */
export const peers: Peer[] = [
  {
    name: ours,
    label: ours,
    module: pathTo("../../dist/index.js"),
    takesFetch: true,
    platform: "browser",
  },
  { name: base, label: "fetch", takesFetch: true, platform: "browser" },
  { name: "undici", label: "undici request", module: "undici", takesFetch: false, platform: "node" },
  {
    name: "openapi-fetch",
    label: "openapi-fetch",
    module: "openapi-fetch",
    takesFetch: true,
    platform: "browser",
  },
  { name: "ky", label: "ky", module: "ky", takesFetch: true, platform: "browser" },
  { name: "axios", label: "axios", module: "axios", takesFetch: true, platform: "browser" },
  {
    name: "hey-api",
    label: "hey-api",
    module: pathTo("work/hey-api/sdk.gen.js"),
    takesFetch: true,
    platform: "browser",
  },
  {
    name: "redocly",
    label: "redocly",
    module: pathTo("work/redocly/client.js"),
    takesFetch: true,
    platform: "browser",
  },
];

/** The absolute path of a file named from the benchmark's folder. */
export function fileIn(path: string): string {
  return fileURLToPath(new URL(path, folder));
}

function pathTo(path: string): string {
  return pathToFileURL(fileIn(path)).href;
}
