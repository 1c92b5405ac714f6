/** Reads the value of `--port`. @throws when it is no port. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (value.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port takes a whole number from 0 to 65535, not ${JSON.stringify(value)}.`);
  }
  return port;
}
