/**
 * The exact text of a number in the top-level object of a JSON text. `JSON.parse` would round one of more than
 * fifteen digits: ids of HubSpot have nineteen.
 * @param json a valid JSON text
 */
export function numberText(json: string, name: string): string | undefined {
  let depth = 0;
  let start = -1;
  let found: string | undefined;
  for (const { 0: token, index } of json.matchAll(/\\.|["{}[\]]/g)) {
    if (token === '"' && start < 0) {
      start = index;
    } else if (token === '"') {
      const isName = depth === 1 && JSON.parse(json.slice(start, index + 1)) === name;
      // The last of several members counts, as in `JSON.parse`.
      if (isName) found = numberAfter(json, index + 1) ?? found;
      start = -1;
    } else if (start < 0) {
      depth += token === "{" || token === "[" ? 1 : -1;
    }
  }
  return found;
}

/** The number that is the value of the member whose name ends at `index`. */
function numberAfter(json: string, index: number): string | undefined {
  const value = /\s*:\s*(-?\d[\d.eE+-]*)/y;
  value.lastIndex = index;
  return value.exec(json)?.[1];
}
