import { deleteAsStream, deleteContact, deleteOverApi, type TestOptions } from "../../support/client.js";

// Ends calls in every possible way. A timer that is left would keep the process for ten minutes.
const [, , url = ""] = process.argv;
const longest = 600_000;
const never = () => new Promise<never>(() => {});

type Send = (server: { url: string }, options: TestOptions) => Promise<unknown>;

/** The options of a call that is aborted after 100 ms, or in its first wait. */
function aborted(options: TestOptions = {}): TestOptions {
  const controller = new AbortController();
  const abort = () => controller.abort("stop");
  setTimeout(abort, 100);
  return { ...options, onRetry: abort, call: { signal: controller.signal } };
}

const cases: [path: string, send: Send, options?: TestOptions][] = [
  ["done", deleteContact],
  ["missing", deleteContact],
  ["failing", deleteContact],
  ["lost", deleteContact],
  ["endless", deleteContact],
  ["done", deleteOverApi],
  ["missing", deleteOverApi],
  ["done", async (...given) => new Response(await deleteAsStream(...given)).text()],
  ["endlessStream", async (...given) => (await deleteAsStream(...given)).cancel()],
  ["lostStream", async (...given) => new Response(await deleteAsStream(...given)).text()],
  ["silent", deleteContact, { timeout: 100 }],
  ["silent", deleteContact, aborted()],
  ["silent", deleteOverApi, aborted()],
  ["limited", deleteContact, aborted({ maxRetryDelay: longest })],
  ["done", deleteContact, aborted({ token: never })],
  ["done", deleteContact, { fetch: never, timeout: 100 }],
  [
    "failing",
    deleteContact,
    {
      onRetry: () => {
        throw new Error("no");
      },
    },
  ],
];

const outcomes: string[] = [];
for (const [path, send, options] of cases) {
  const call = send({ url: `${url}/${path}` }, { timeout: longest, ...options });
  const outcome = await call.then(
    () => "resolved",
    (reason: unknown) => (reason instanceof Error ? reason.name : reason),
  );
  outcomes.push(`${path}: ${outcome}`);
}
console.log(JSON.stringify(outcomes));
