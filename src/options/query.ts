import { TrutoInputError } from "../errors.js";
import { kindOf } from "../values.js";
import { checkName } from "./names.js";

/** A query parameter of the contract. */
export interface QueryParameter {
  readonly type?: string;
  readonly required?: boolean;
  /** The allowed values; for an array, those of its items. */
  readonly values?: readonly string[];
}

/** The types of the contract, each with its test and its name in messages. */
const types: Record<string, [test: (value: unknown) => boolean, name: string]> = {
  string: [(value) => typeof value === "string", "a string"],
  boolean: [(value) => typeof value === "boolean", "true or false"],
  number: [Number.isFinite, "a number"],
  integer: [Number.isSafeInteger, "a whole number"],
  array: [Array.isArray, "an array"],
  object: [(value) => kindOf(value) === "Object", "a plain object"],
};

/**
 * Checks the values of a query; its names are checked separately.
 * @throws {TrutoInputError} for a value that the contract does not allow, or a required one that is missing
 */
export function checkQuery(query: object, parameters: Readonly<Record<string, QueryParameter>>): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    const value: unknown = Reflect.get(query, name);
    const isMissing = value === undefined || value === "";
    if (parameter.required && isMissing) throw new TrutoInputError(`${name} is missing`);
    if (value !== undefined) checkValue(name, value, parameter);
  }
}

function checkValue(name: string, value: unknown, { type = "", values }: QueryParameter): void {
  const [isOfType, typeName] = types[type] ?? [];
  if (values && type === "array") checkFields(name, value, values);
  else if (values && !values.some((known) => known === value)) {
    throw new TrutoInputError(`${name} must be one of ${values.join(", ")}`);
  } else if (isOfType && !isOfType(value)) throw new TrutoInputError(`${name} must be ${typeName}`);
}

function checkFields(name: string, value: unknown, known: readonly string[]): void {
  const isList = Array.isArray(value) && [...value].every((field) => typeof field === "string");
  if (!isList) throw new TrutoInputError(`${name} must be an array of field names`);
  for (const field of value) checkName("field", field, known);
}
