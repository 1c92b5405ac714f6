import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TrutoInputError } from "../../src/errors.js";
import { encodePath } from "../../src/transport/url.js";
import { anyText, isWellFormed } from "../support/arbitraries.js";

const template = "/unified/crm/contacts/{id}";

/** Ids that a gateway which decodes the path would take for another resource. */
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

/** The segment that an id becomes, or the refusal. */
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

describe("the path guard", () => {
  it("makes of any text one segment that decodes to it and stays where it is, or refuses it", () => {
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

  it("refuses exactly the empty, the relative, the absolute, the malformed and those with control characters", () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const isRelative = id.split(/[/\\;]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
        const isAbsolute = /^[/\\]/.test(id);
        const mustRefuse = !id || isRelative || isAbsolute || /\p{Control}/u.test(id) || !isWellFormed(id);
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
    [" ", "%20"],
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
    [23423523, "id must be a string, not Number"],
    [["1"], "id must be a string, not Array"],
  ] satisfies [unknown, string][])("refuses %j", (id, message) => {
    expect(() => encodePath(template, { id })).toThrow(new TrutoInputError(message));
  });

  it("guards every parameter of a template", () => {
    expect(encodePath("/{a}/x/{b}", { a: "1/2", b: "3" })).toBe("/1%2F2/x/3");
    expect(() => encodePath("/{a}/x/{b}", { a: "1", b: ".." })).toThrow(TrutoInputError);
  });
});
