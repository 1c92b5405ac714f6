/** The stream for progress and messages. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** The members of the process that the command uses, and the terminal. */
export interface Surroundings {
  /** The number of the process that started this one. */
  readonly ppid?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array> & { isTTY?: boolean };
  /** The terminal's input, when standard input is something else; `undefined` without a terminal. */
  openTerminal(): AsyncIterable<Uint8Array> | undefined;
  /** The stream for the result. */
  readonly stdout: { write(text: string): unknown };
  readonly stderr: Screen;
  on(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  /** Ends the process at once. */
  exit(code: number): void;
}
