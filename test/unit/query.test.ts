import { runInNewContext } from "node:vm";
import fc from "fast-check";
import qs from "qs";
import { describe, expect, it } from "vitest";
import { TrutoInputError } from "../../src/errors.js";
import { encodeQuery } from "../../src/transport/url.js";
import { wellFormedText } from "../support/arbitraries.js";

/** A key that a parser can't take for nesting or for a list. */
const keyText = wellFormedText.filter((name) => !/[[\]]|^$/.test(name));

/** Any nested data that a query can hold, under any keys. */
const { value } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    wellFormedText,
    fc.constantFrom(null, undefined, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(keyText, tie("value"), { maxKeys: 4 }),
}));

const query = fc.dictionary(keyText, value, { maxKeys: 4 });

describe("the query encoder", () => {
  it("writes any data byte for byte as qs does in its brackets format", () => {
    fc.assert(
      fc.property(query, (data) => {
        expect(encodeQuery(data)).toBe(qs.stringify(data, { arrayFormat: "brackets" }));
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes a query that qs parses back to the same data", () => {
    // qs gives brackets, digits and __proto__ in keys a meaning, so such keys do not come back.
    const key = wellFormedText.filter((name) => !/[[\]]|^\d*$|^__proto__$/.test(name));
    const { object } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        wellFormedText,
        fc.array(wellFormedText, { minLength: 1, maxLength: 4 }),
        tie("object"),
      ),
      object: fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    }));
    const parseOptions = {
      depth: Infinity,
      parameterLimit: Infinity,
      arrayLimit: 1_000,
      allowPrototypes: true,
    };
    fc.assert(
      fc.property(object, (data) => {
        expect(qs.parse(encodeQuery(data), parseOptions)).toEqual(data);
      }),
      { numRuns: 1_000 },
    );
  });

  it("encodes nested keys and values so that none becomes another parameter", () => {
    fc.assert(
      fc.property(value, (remote_query) => {
        const written = encodeQuery({ integrated_account_id: "1", remote_query });
        expect(new URL(`https://h.test/?${written}`).hash).toBe("");
        const [first, ...others] = new URLSearchParams(written).keys();
        expect(first).toBe("integrated_account_id");
        for (const name of others) expect(name).toMatch(/^remote_query(\[|$)/);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [{ foo: { bar: "baz", bar1: { bar2: "baz2" } } }, "foo[bar]=baz&foo[bar1][bar2]=baz2"],
    [{ foo: ["bar", { bar1: "baz1" }] }, "foo[]=bar&foo[][bar1]=baz1"],
    [{ "truto_exclude_fields[]": ["id", "name"] }, "truto_exclude_fields[]=id&truto_exclude_fields[]=name"],
    [{ since: new Date(0) }, "since=1970-01-01T00:00:00.000Z"],
    [{ yes: true, no: false }, "yes=true&no=false"],
    [{ a: undefined, b: [undefined], c: [], d: {}, e: null }, "e="],
  ])("writes %j as Truto documents it", (data, written) => {
    expect(decodeURIComponent(encodeQuery(data))).toBe(written);
  });

  it("percent-encodes the brackets of keys", () => {
    expect(encodeQuery({ a: { "b&c=": 1 } })).toBe("a%5Bb%26c%3D%5D=1");
  });

  it("accepts objects without a prototype and values of another realm", () => {
    expect(encodeQuery({ q: Object.assign(Object.create(null), { a: 1 }) })).toBe("q%5Ba%5D=1");
    const foreign: Record<string, unknown> = runInNewContext("({ a: [{ b: new Date(0) }] })");
    expect(encodeQuery({ q: foreign })).toBe("q%5Ba%5D%5B%5D%5Bb%5D=1970-01-01T00%3A00%3A00.000Z");
  });

  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const cyclicList: unknown[] = [];
  cyclicList.push(cyclicList);
  it.each([
    ["a function", () => {}],
    ["a symbol", Symbol("s")],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["an invalid date", new Date("never")],
    ["an object that holds itself", cyclic],
    ["an array that holds itself", cyclicList],
    ["a Map", new Map([["a", 1]])],
    ["a Set", new Set([1])],
    ["a half of a surrogate pair", "\ud83d"],
    ["such a half in a key", { "\udc15": 1 }],
    ["a key that would pass for nesting", { "a][b": 1 }],
    ["a key with a bracket", { "a[": 1 }],
    ["an empty key, which would be sent as a list", { "": 1 }],
  ])("rejects %s at any depth, and names the parameter", (_, bad) => {
    for (const data of [{ remote_query: bad }, { remote_query: { a: [{ b: bad }] } }]) {
      expect(() => encodeQuery(data)).toThrow(TrutoInputError);
      expect(() => encodeQuery(data)).toThrow(/^remote_query /);
    }
  });
});
