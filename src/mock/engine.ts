import { createRequire } from "node:module";
import { join } from "node:path";

type PrismHttp = typeof import("@stoplight/prism-http");
type PrismCore = typeof import("@stoplight/prism-core");
type Instance = ReturnType<PrismHttp["createInstance"]>;

/** An operation of the contract, in Prism's form. */
export type Operation = Parameters<Instance["request"]>[1][number];
/** A request, in Prism's form. */
export type PrismRequest = Parameters<Instance["request"]>[0];
/** Prism's options for one request. */
export type MockConfig = NonNullable<Parameters<Instance["request"]>[2]>["mock"];
type Outcome = Awaited<ReturnType<ReturnType<Instance["request"]>>>;
/** A response, with all violations of the contract by it or by its request. */
export type PrismAnswer = Extract<Outcome, { _tag: "Right" }>["right"];
/** A violation of the contract by a request or a response. */
export type Violation = PrismAnswer["validations"]["input"][number];

/** Prism, loaded with a contract. */
export interface Engine {
  operations: Operation[];
  /**
   * @param format the format of made-up data, if `mock` asks for such data
   * @throws {PrismRefusal} when Prism has no answer.
   */
  answer(request: PrismRequest, mock: MockConfig, format: string): Promise<PrismAnswer>;
}

/** Prism has no response of the requested kind. */
export class PrismRefusal extends Error {
  override name = "PrismRefusal";
}

/** Loads Prism with a contract. @throws if Prism is not installed. */
export async function loadEngine(contract: string): Promise<Engine> {
  const { createInstance, getHttpOperationsFromSpec, createLogger } = loadPrism();
  const checks = { checkSecurity: true, validateRequest: true, validateResponse: true, errors: false };
  const shared = { ...checks, isProxy: false, upstreamProxy: undefined } as const;
  const logger = createLogger("mock", { level: "silent" });
  const prism = createInstance({ ...shared, mock: { dynamic: false } }, { logger });
  // Prism changes the document.
  const operations = await getHttpOperationsFromSpec(JSON.parse(contract));
  const unified = await getHttpOperationsFromSpec(contractOf(contract, (schemas) => schemas[0]));
  const normalized = await getHttpOperationsFromSpec(
    contractOf(contract, (schemas) => schemas.find(({ $ref }) => $ref?.includes("/Normalized"))),
  );
  const madeUp = new Map([
    ["unified", unified],
    ["normalized", normalized],
  ]);
  return {
    operations,
    async answer(request, mock, format) {
      const resources = (mock.dynamic && madeUp.get(format)) || operations;
      const outcome = await prism.request(request, resources, { ...shared, mock })();
      if (outcome._tag === "Right") return outcome.right;
      const { message } = outcome.left;
      throw new PrismRefusal("detail" in outcome.left ? String(outcome.left.detail) : message);
    },
  };
}

interface Schema {
  $ref?: string;
  anyOf?: Schema[];
}

/**
 * The contract with one schema for a success instead of one for each format. Prism makes up data for the first of
 * several schemas, whatever format the request asks for.
 */
function contractOf(contract: string, choose: (schemas: Schema[]) => Schema | undefined): object {
  return JSON.parse(contract, (key: string, value: Schema | null) => {
    return (key === "schema" && value?.anyOf && choose(value.anyOf)) || value;
  });
}

/** Resolves a module or a file of a package from here. In a bundle without `import.meta.url`, from the working directory. */
export function resolveFromHere(name: string): string {
  return createRequire(import.meta.url || join(process.cwd(), "program.js")).resolve(name);
}

/** Prism's core is loaded from Prism, as a strict package manager hides dependencies of dependencies. */
function loadPrism(): PrismHttp & PrismCore {
  let entry: string;
  try {
    entry = resolveFromHere("@stoplight/prism-http");
  } catch {
    throw new Error(`The mock needs Prism: npm install --save-dev @stoplight/prism-http@5.12.0`);
  }
  const load = createRequire(entry);
  return { ...load(entry), ...load("@stoplight/prism-core") };
}
