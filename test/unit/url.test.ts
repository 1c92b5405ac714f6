import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TrutoInputError } from "../../src/errors.js";
import { encodePath } from "../../src/transport/url.js";
import { anyText, isWellFormed } from "../support/arbitraries.js";

const template = "/unified/crm/contacts/{id}";

/** Ids that would address another resource where a gateway decodes the path. */
const relative = [
  ".",
  "..",
  "../accounts/7",
  "x/../../accounts/7",
  "./7",
  "7/.",
  "..\\7",
  "..;/accounts/7",
  "%2E%2e/7",
];

/** The segment that an id becomes, or the error's message. */
function segmentOf(id: string): string | TrutoInputError {
  try {
    const path = encodePath(template, { id });
    expect(path.startsWith("/unified/crm/contacts/")).toBe(true);
    return path.slice("/unified/crm/contacts/".length);
  } catch (error) {
    if (error instanceof TrutoInputError) return error;
    throw error;
  }
}

describe("the path of a request", () => {
  it("has any id as one segment that decodes to the id, or the id is rejected", () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const segment = segmentOf(id);
        if (segment instanceof TrutoInputError) return;
        expect(decodeURIComponent(segment)).toBe(id);
        const { pathname, search, hash } = new URL(
          template.replace("{id}", () => segment),
          "https://h.test",
        );
        expect({ pathname, search, hash }).toEqual({
          pathname: `/unified/crm/contacts/${segment}`,
          search: "",
          hash: "",
        });
        expect(pathname.split("/")).toHaveLength(5);
      }),
      { numRuns: 1_000 },
    );
  });

  it("rejects exactly the ids that are empty, relative, absolute, malformed or have invisible characters", () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const isRelative = id.split(/[/\\;]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
        const isAbsolute = /^[/\\]/.test(id);
        const isHidden =
          id !== id.trim() || /[\p{Control}\p{Zl}\p{Zp}\p{DI}\ufff9-\ufffb]/u.test(id) || !isWellFormed(id);
        const mustRefuse = !id || isRelative || isAbsolute || isHidden;
        expect(segmentOf(id) instanceof TrutoInputError).toBe(mustRefuse);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["a/b?c#d", "a%2Fb%3Fc%23d"],
    ["a/.b/c..", "a%2F.b%2Fc.."],
    ["a\\b", "a%5Cb"],
    ["%2e%2e%2e", "%252e%252e%252e"],
    ["%", "%25"],
    ["a b", "a%20b"],
    ["a\u00a0b", "a%C2%A0b"],
    ["...", "..."],
    ["a+b;c=d:e@f&g,h", "a%2Bb%3Bc%3Dd%3Ae%40f%26g%2Ch"],
    ["!'()*", "%21%27%28%29%2A"],
    ["-_.~", "-_.~"],
    ["$&$1", "%24%26%241"],
    ["{id}", "%7Bid%7D"],
    ["Zoë 🐕", "Zo%C3%AB%20%F0%9F%90%95"],
  ])("writes %j as %s", (id, segment) => {
    expect(encodePath(template, { id })).toBe(`/unified/crm/contacts/${segment}`);
  });

  it.each([
    ["", "id is empty: the path would address the whole collection"],
    ...relative.map((id): [unknown, string] => [id, "id has a segment . or .., a relative path"]),
    ["/accounts/7", "id begins with a slash: it would be an absolute path"],
    ["\\accounts\\7", "id begins with a slash: it would be an absolute path"],
    ["a\nb", "id has a control character"],
    ["a\0", "id has a control character"],
    ["\u007f", "id has a control character"],
    ["\u0085", "id has a control character"],
    ["\ud83d", "id has half a surrogate pair: it is not well-formed Unicode"],
    [undefined, "id must be a string, not Undefined"],
    [null, "id must be a string, not Null"],
    [["1"], "id must be a string, not Array"],
    [{ id: "1" }, "id must be a string, not Object"],
    [23423523, "id must be a string, not Number"],
    ["102 ", "id has a space at its start or end"],
    [" 102", "id has a space at its start or end"],
    ["\u00a0102", "id has a space at its start or end"],
    ["102\u3000", "id has a space at its start or end"],
    ["\ufeff101", "id has a character that can't be seen: U+FEFF"],
    ["1\u200b01", "id has a character that can't be seen: U+200B"],
    ["101\u2800", "id has a character that can't be seen: U+2800"],
    ["101\u200e", "id has a character that can't be seen: U+200E"],
    ["101\u202e", "id has a character that can't be seen: U+202E"],
    ["101\u2060", "id has a character that can't be seen: U+2060"],
    ["1\u00ad01", "id has a character that can't be seen: U+00AD"],
    ["1\u202801", "id has a character that can't be seen: U+2028"],
    ["1\u202901", "id has a character that can't be seen: U+2029"],
    ["1\ufffb01", "id has a character that can't be seen: U+FFFB"],
    ["1\u{e0041}", "id has a character that can't be seen: U+E0041"],
  ] satisfies [unknown, string][])("rejects %j", (id, message) => {
    expect(() => encodePath(template, { id })).toThrow(new TrutoInputError(message));
  });

  it("uses own properties of the parameters only", () => {
    const inherited = Object.create({ id: "1" });
    expect(() => encodePath(template, inherited)).toThrow("id must be a string, not Undefined");
  });

  it("checks every parameter of a template", () => {
    expect(encodePath("/{a}/x/{b}", { a: "1/2", b: "3" })).toBe("/1%2F2/x/3");
    expect(() => encodePath("/{a}/x/{b}", { a: "1", b: ".." })).toThrow(TrutoInputError);
  });
});
