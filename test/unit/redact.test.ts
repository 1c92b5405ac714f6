import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeCause } from "../../src/transport/cause.js";
import { redact } from "../../src/transport/redact.js";

const token = "tok_5f2c9e71-NEVER-show-me/0+1=%";

/** Ways in which a server, a proxy or a log may write a text. */
const spellings: [string, (text: string) => string][] = [
  ["plain", (text) => text],
  ["in upper case", (text) => text.toUpperCase()],
  ["in JSON", (text) => JSON.stringify(text).slice(1, -1)],
  ["in JSON in JSON", (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)],
  ["in a URL", encodeURIComponent],
  ["in a URL in a URL", (text) => encodeURIComponent(encodeURIComponent(text))],
  ["in a URL in JSON with escaped slashes", (text) => encodeURIComponent(text).replaceAll("/", "\\/")],
  ["in JavaScript escapes", (text) => text.replace(/./g, (c) => `\\u00${hex(c)}`)],
  ["in the bytes of a log", (text) => text.replace(/\W/g, (c) => `\\x${hex(c)}`)],
  ["in two lines", (text) => `${text.slice(0, 16)}\n${text.slice(16)}`],
  ["in two lines of an indented log", (text) => `${text.slice(0, 7)}\r\n\t  ${text.slice(7)}`],
  ["in two lines, in JSON", (text) => `${text.slice(0, 16)}\\r\\n${text.slice(16)}`],
];

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

describe("redact removes a token", () => {
  test.each(spellings)("%s", (_, write) => {
    expect(redact([token], `<${write(token)}> <${write(token)}>`)).toBe("<[token]> <[token]>");
  });

  test.each(spellings)("without its first or last characters, written %s", (_, write) => {
    expect(redact([token], `<${write(token.slice(4))}>`)).toBe("<[token]>");
    expect(redact([token], `<${write(token.slice(0, -4))}>`)).toBe("<[token]>");
    expect(redact([token], `<${write(token.slice(3, 27))}>`)).toBe("<[token]>");
  });

  test("of which the text has at least twelve characters in a row", () => {
    for (let start = 0; start + 12 <= token.length; start++) {
      const part = token.slice(start, start + 12);
      expect(redact([token], `a ${part}.`)).toBe("a [token].");
      const shorter = token.slice(start, start + 11);
      expect(redact([token], `a ${shorter}.`)).toBe(`a ${shorter}.`);
    }
  });

  test("at the cut end of a text, from six characters on", () => {
    for (let length = 6; length <= token.length; length++) {
      expect(redact([token], `a ${token.slice(0, length)}`)).toBe("a [token]");
    }
    expect(redact([token], `a ${token.slice(0, 5)}`)).toBe(`a ${token.slice(0, 5)}`);
    expect(redact([token], `a ${token.slice(0, 11)} b`)).toBe(`a ${token.slice(0, 11)} b`);
  });

  test("at the end of a text that was cut within an escape", () => {
    for (const end of ["%", "%2", "%252", "\\", "\\u", "\\u002"]) {
      expect(redact([token], `a ${token.slice(0, 30)}${end}`)).toBe("a [token]");
      expect(redact([token], `a b ${end}`)).toBe(`a b ${end}`);
    }
  });

  test.each([6, 8, 11, 12, 15])("of %d characters when it is complete", (length) => {
    const short = token.slice(-length);
    expect(redact([short], `a ${short} b`)).toBe("a [token] b");
    expect(redact([short], `a ${encodeURIComponent(short)} b`)).toBe("a [token] b");
  });

  test("of any characters, plain, in JSON and in a URL", () => {
    const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const anyToken = fc.array(character, { minLength: 24, maxLength: 60 }).map((all) => all.join(""));
    fc.assert(
      fc.property(anyToken, (any) => {
        for (const text of [any, JSON.stringify(any), encodeURIComponent(any)]) {
          const left = redact([any], `{ ${text} }`);
          expect(left).toContain("[token]");
          for (let at = 0; at + 12 <= any.length; at++) expect(left).not.toContain(any.slice(at, at + 12));
        }
      }),
    );
  });
});

describe("redact leaves a text unchanged", () => {
  test.each([3, 5])("for a token of %d characters, too short to be a secret", (length) => {
    const short = token.slice(0, length);
    expect(redact([short], `a ${short} b`)).toBe(`a ${short} b`);
  });

  test("that shares only the first characters of the token", () => {
    const text = "tok_5f2c9e7 is not known, tok_5f2 neither";
    expect(redact([token], text)).toBe(text);
  });

  test("without the token, with all escapes and spaces kept", () => {
    const text = 'a%20b \\u0041 &amp; "c\\\\d"\n\te &#65; %zz &nbsp; 100% \\';
    expect(redact([token, "another-token-of-the-client"], text)).toBe(text);
  });
});

test("redact removes every token of a list", () => {
  const other = "another-token-of-the-client";
  expect(redact([token, "abc", other], `${other} then ${token}`)).toBe("[token] then [token]");
});

describe("the copy of a cause", () => {
  const thrown = Object.assign(new Error("failed"), {
    code: "E1",
    errno: -111,
    isFatal: true,
    big: 1n,
    request: { headers: { authorization: token } },
    list: [token],
    nothing: null,
    ask: () => token,
  });

  test("keeps strings, numbers and booleans, and drops objects that could hold the request", () => {
    const copy = safeCause([token], thrown) as Record<string, unknown>;
    expect(copy).toBeInstanceOf(Error);
    const { stack: _, ...others } = Object.fromEntries(
      Object.getOwnPropertyNames(copy).map((name) => [name, copy[name]]),
    );
    expect(others).toEqual({ name: "Error", message: "failed", code: "E1", errno: -111, isFatal: true });
  });

  test("is the value itself for a string, a number or a boolean", () => {
    expect(["no", 0, 5, false].map((value) => safeCause([token], value))).toEqual(["no", 0, 5, false]);
    expect(safeCause([token], `no ${token}`)).toBe("no [token]");
    for (const value of [undefined, null, 1n, Symbol("no"), () => token]) {
      expect(safeCause([token], value)).toBeUndefined();
    }
  });

  test("keeps two lines of the outer stack and one of an inner stack", () => {
    const error = new Error("outer", { cause: new Error("inner") });
    const copy = safeCause([], error) as Error & { cause: Error };
    expect(copy.stack?.split("\n")).toHaveLength(2);
    expect(copy.cause.stack).toBe("Error: inner");
  });

  test("has at most four nested causes and five errors of an AggregateError", () => {
    let cause: unknown = new Error("0");
    for (let depth = 1; depth < 9; depth++) cause = new Error(String(depth), { cause });
    const messages: string[] = [];
    for (let copy = safeCause([], cause); copy instanceof Error; copy = copy.cause)
      messages.push(copy.message);
    expect(messages).toEqual(["8", "7", "6", "5"]);
    const many = new AggregateError(Array.from({ length: 9 }, (_, index) => new Error(`${index}`)));
    const { errors } = safeCause([], many) as AggregateError;
    expect(errors.map(({ message }) => message)).toEqual(["0", "1", "2", "3", "4"]);
  });
});
