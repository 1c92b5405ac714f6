import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";
import { type FoundOperation, operationsOf } from "../../scripts/lib/operations.js";
import { ensureCurl, ensurePython } from "./sample-runtimes.js";

/** The command for a sample. */
type Runner = {
  runtime: "tsx" | "node" | "bash" | "python";
  /** The text to replace with the server's address, and its replacement. @default the address of the API itself */
  address?: [code: string, withUrl: (url: string) => string];
};

/** The commands for the samples, by their labels in the contract. */
const runners: Record<string, Runner> = {
  "truto-crm-client": {
    runtime: "tsx",
    address: ["createTrutoClient({", (url) => `createTrutoClient({ baseUrl: "${url}",`],
  },
  curl: { runtime: "bash" },
  fetch: { runtime: "node" },
  requests: { runtime: "python" },
  "Truto TypeScript SDK": {
    runtime: "tsx",
    address: ["new Truto({", (url) => `new Truto({ baseUrl: "${url}",`],
  },
  "Truto Python SDK": { runtime: "python", address: ["TrutoApi(", (url) => `TrutoApi(base_url="${url}", `] },
};

/** A sample of the contract, and how it is run. */
export type Sample = Runner & { name: string; source: string; operation: FoundOperation };

/** Every sample of the contract. @throws for one that no test would run */
export const samples: readonly Sample[] = operationsOf(
  await bundleSpec(here("../../openapi/openapi.yaml")),
).flatMap((found) =>
  (found.operation["x-codeSamples"] ?? []).map(({ label = "", source }) => {
    const runner = runners[label];
    if (!runner) throw new Error(`Say here how a sample for ${label} is run.`);
    return { ...runner, name: `${found.operation.operationId}, ${label}`, source, operation: found };
  }),
);

/** Placeholders of the reader's own values. */
export const values = {
  "<your_api_token>": "a-token",
  "<resource_id>": "23423523",
  "<integrated_account_id>": "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
};

/** Makes sure that every runtime is there. */
export async function ensureRuntimes(): Promise<void> {
  await ensureCurl();
  await ensurePython();
}

/** Runs a copy of a sample, with values for its placeholders, against another server. */
export async function runSample({ source, runtime, address }: Sample, url: string) {
  const folder = await mkdtemp(join(tmpdir(), "sample-"));
  try {
    const [code, withUrl] = address ?? ["https://api.truto.one", (own: string) => own];
    const copy = join(
      folder,
      { tsx: "sample.mts", node: "sample.mjs", bash: "sample.sh", python: "sample.py" }[runtime],
    );
    const filled = Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(name, value),
      source,
    );
    await writeFile(copy, replace(filled, code, withUrl(url)));
    const [command, ...args] = {
      tsx: [process.execPath, "--import", "tsx", copy],
      node: [process.execPath, copy],
      bash: ["bash", copy],
      python: [await ensurePython(), copy],
    }[runtime];
    const env = {
      TSX_TSCONFIG_PATH: here("tsconfig.json"),
      PYTHONPATH: here("stand-ins"),
      PYTHONDONTWRITEBYTECODE: "1",
    };
    return await execa(`${command}`, args, { all: true, env, reject: false, stdin: "ignore" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Replaces a text. @throws when the text is missing, as the sample would then run unchanged */
function replace(text: string, code: string, by: string): string {
  if (!text.includes(code)) throw new Error(`The sample has no ${code}.`);
  return text.replaceAll(code, by);
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
