import { createRequire } from "node:module";

type PrismHttp = typeof import("@stoplight/prism-http");
type PrismCore = typeof import("@stoplight/prism-core");
type Instance = ReturnType<PrismHttp["createInstance"]>;

/** An operation of the contract, as Prism reads it. */
export type Operation = Parameters<Instance["request"]>[1][number];
/** A request, as Prism takes it. */
export type PrismRequest = Parameters<Instance["request"]>[0];
/** How to answer one request. */
export type MockConfig = NonNullable<Parameters<Instance["request"]>[2]>["mock"];
type Outcome = Awaited<ReturnType<ReturnType<Instance["request"]>>>;
/** An answer with all that is wrong with it and with its request. */
export type PrismAnswer = Extract<Outcome, { _tag: "Right" }>["right"];
/** One thing that is wrong with a request or a response. */
export type Violation = PrismAnswer["validations"]["input"][number];

/** Prism on a contract. */
export interface Engine {
  operations: Operation[];
  /** @throws {PrismRefusal} when Prism has no answer. */
  answer(request: PrismRequest, mock: MockConfig, unified: boolean): Promise<PrismAnswer>;
}

/** Prism has no answer of the kind that was asked for. */
export class PrismRefusal extends Error {
  override name = "PrismRefusal";
}

/** Loads Prism and has it read a contract. @throws when Prism is not installed. */
export async function loadEngine(contract: string): Promise<Engine> {
  const { createInstance, getHttpOperationsFromSpec, createLogger } = loadPrism();
  // Prism changes the document it is given.
  const operations = await getHttpOperationsFromSpec(JSON.parse(contract));
  // A success has one schema for all formats, unified first; made-up data for a contact needs that one alone.
  const firstSchema = (key: string, value: { anyOf?: unknown[] } | null) =>
    (key === "schema" && value?.anyOf?.[0]) || value;
  const unifiedOperations = await getHttpOperationsFromSpec(JSON.parse(contract, firstSchema));
  const checks = { checkSecurity: true, validateRequest: true, validateResponse: true, errors: false };
  const shared = { ...checks, isProxy: false, upstreamProxy: undefined } as const;
  const logger = createLogger("mock", { level: "silent" });
  const prism = createInstance({ ...shared, mock: { dynamic: false } }, { logger });
  return {
    operations,
    async answer(request, mock, unified) {
      const resources = unified ? unifiedOperations : operations;
      const outcome = await prism.request(request, resources, { ...shared, mock })();
      if (outcome._tag === "Right") return outcome.right;
      const { message } = outcome.left;
      throw new PrismRefusal("detail" in outcome.left ? String(outcome.left.detail) : message);
    },
  };
}

/** Prism brings its core, which a strict package manager shows to Prism alone. */
function loadPrism(): PrismHttp & PrismCore {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve("@stoplight/prism-http");
  } catch {
    throw new Error(`The mock needs Prism: npm install --save-dev @stoplight/prism-http@5.12.0`);
  }
  const load = createRequire(entry);
  return { ...load(entry), ...load("@stoplight/prism-core") };
}
