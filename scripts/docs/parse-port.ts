import { InvalidArgumentError } from "@commander-js/extra-typings";

/** Reads the value of `--port`. @throws if it is not a port */
export function parsePort(value: string): number {
  const port = Number(value);
  if (value.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  }
  return port;
}
