/** The exit codes of the command, with their texts in `--help`. */
export const exitCodes = {
  done: { code: 0, text: "done" },
  complete: { code: 0, text: "every contact is deleted or gone" },
  incomplete: { code: 1, text: "some failed, or their outcome is unknown" },
  refused: { code: 2, text: "nothing was sent: the arguments, the ids, the report or the number are wrong" },
  stopped: {
    code: 3,
    text: "stopped before the end: the token, the account, the server or the report is at fault",
  },
  interrupted: { code: 130, text: "interrupted before the end" },
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]["code"];
