import { expect, it } from "vitest";
import { checkQuery } from "../../src/options/query.js";

it.each([
  ["string", "", 1, "must be a string"],
  ["boolean", false, "no", "must be true or false"],
  ["number", 0.5, Number.NaN, "must be a number"],
  ["integer", 7, 0.5, "must be a whole number"],
  ["array", [], "a", "must be an array"],
  ["object", {}, [], "must be a plain object"],
])("a parameter of type %s accepts %j and rejects %j", (type, good, bad, problem) => {
  checkQuery({ name: good }, { name: { type } });
  expect(() => checkQuery({ name: bad }, { name: { type } })).toThrow(`name ${problem}`);
});
