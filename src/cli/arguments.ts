import { parseArgs } from "node:util";
import { nearestName } from "../options/names.js";
import { Refusal } from "./refusal.js";

/** An option of a command, with its help text. */
export interface Option {
  type: "string" | "boolean";
  /** The value in the help, such as `<file>`. */
  value?: string;
  text: string;
  default?: string;
}

/** The options of a command by their names, in the order of its help. */
export type OptionTable = Readonly<Record<string, Option>>;

/**
 * Reads the arguments of a command by its options.
 * @throws {Refusal} for an option that is unknown, repeated, or without a value
 */
export function parseOptions<const Options extends OptionTable>(options: Options, args: readonly string[]) {
  checkOptions(options, args);
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

/**
 * Reads the arguments of a command that takes options only.
 * @throws {Refusal} like {@link parseOptions}, and for an argument that belongs to no option
 */
export function parseOnlyOptions<const Options extends OptionTable>(
  options: Options,
  args: readonly string[],
) {
  const { values, positionals } = parseOptions(options, args);
  const [first] = positionals;
  if (first !== undefined) throw new Refusal(`"${first}" belongs to no option: see --help`);
  return values;
}

/** @throws {Refusal} that names each option without a value */
export function requireOptions(values: Readonly<Record<string, string | undefined>>): void {
  const missing = Object.entries(values).flatMap(([name, value]) => (value ? [] : [`--${name} is missing`]));
  if (missing.length > 0) throw new Refusal(...missing);
}

function checkOptions(options: OptionTable, args: readonly string[]): void {
  // Not strict, so that the messages are the same in all versions of Node.
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const typed = args[token.index] ?? token.rawName;
    if (!option) throw unknownOption(typed.replace(/=.*/s, ""), options);
    if (seen.has(name)) throw new Refusal(`--${name} is given twice`);
    seen.add(name);
    if (option.type === "boolean") {
      if (value !== undefined) throw new Refusal(`--${name} takes no value`);
    } else if (value === undefined) {
      throw new Refusal(`--${name} has no value: it takes ${option.value}`);
    } else if (!inlineValue && /^-./.test(value)) {
      throw new Refusal(
        `--${name} has no value before ${value}: write --${name}=${value} if that is its value`,
      );
    }
  }
}

function unknownOption(typed: string, options: OptionTable): Refusal {
  const name = typed.replace(/^-+/, "");
  if (name === "token")
    return new Refusal("there is no --token, as others could see it: set TRUTO_API_TOKEN");
  const near = nearestName(name, Object.keys(options));
  return new Refusal(`there is no ${typed}: ${near ? `did you mean --${near}?` : "see --help"}`);
}
