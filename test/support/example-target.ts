import { exampleValues, type FoundOperation } from "../../scripts/lib/operations.js";

/** The path and query of the shortest request that an operation allows. */
export function exampleTarget({ path, parameters }: FoundOperation): string {
  const values = exampleValues(parameters.filter(({ required }) => required));
  const filled = path.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(`${values.path[name]}`));
  const query = new URLSearchParams(Object.entries(values.query).map(([name, value]) => [name, `${value}`]));
  return query.size > 0 ? `${filled}?${query}` : filled;
}
