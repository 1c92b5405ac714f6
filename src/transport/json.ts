/**
 * The exact text of a number in the top-level object of a JSON text. `JSON.parse` would round one of more than
 * fifteen digits: ids of HubSpot have nineteen.
 * @param json a valid JSON text
 */
export function numberText(json: string, name: string): string {
  let isInText = false;
  const withoutNumbers = json.replace(/\\.|"|-?\d[\d.eE+-]*/g, (token) => {
    if (token === '"') isInText = !isInText;
    return isInText || !/\d$/.test(token) ? token : `"${token}"`;
  });
  return String(JSON.parse(withoutNumbers)[name]);
}
