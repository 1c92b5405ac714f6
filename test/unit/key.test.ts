import { afterEach, expect, test, vi } from "vitest";
import { TrutoInputError } from "../../src/errors.js";
import { randomKey } from "../../src/transport/key.js";

afterEach(() => vi.unstubAllGlobals());

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test("Each key is a new UUID", () => {
  const keys = Array.from({ length: 100 }, randomKey);
  for (const key of keys) expect(key).toMatch(uuid);
  expect(new Set(keys).size).toBe(100);
});

test("A key is a UUID without crypto.randomUUID, as on a page over plain http", () => {
  const { crypto } = globalThis;
  vi.stubGlobal("crypto", { getRandomValues: (array: Uint8Array) => crypto.getRandomValues(array) });
  const keys = Array.from({ length: 100 }, randomKey);
  for (const key of keys) expect(key).toMatch(uuid);
  expect(new Set(keys).size).toBe(100);
});

test("A key made of random bytes has the version and the variant of a UUID", () => {
  vi.stubGlobal("crypto", { getRandomValues: (array: Uint8Array) => array.fill(0xff) });
  expect(randomKey()).toBe("ffffffff-ffff-4fff-8fff-ffffffffffff");
  vi.stubGlobal("crypto", { getRandomValues: (array: Uint8Array) => array.fill(0x01) });
  expect(randomKey()).toBe("01010101-0101-4101-8101-010101010101");
});

test.each([undefined, {}])(
  "A runtime without random numbers gets an error that says what to provide: %j",
  (crypto) => {
    vi.stubGlobal("crypto", crypto);
    expect(randomKey).toThrow(TrutoInputError);
    expect(randomKey).toThrow("give each call an Idempotency-Key");
  },
);
