/** Where the progress and the messages go. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** What the command needs of its process, which is one but for the terminal. */
export interface Surroundings {
  /** The number of the process that started this one. */
  readonly ppid?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array> & { isTTY?: boolean };
  /** Where a person types, when standard input is something else; none where nobody is. */
  openTerminal(): AsyncIterable<Uint8Array> | undefined;
  /** Gets the result. */
  readonly stdout: { write(text: string): unknown };
  readonly stderr: Screen;
  on(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  /** Ends the process at once. */
  exit(code: number): void;
}
