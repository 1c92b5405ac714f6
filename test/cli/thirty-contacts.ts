import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { startServer, type TestServer } from "../support/server.js";
import { account, type Folder } from "./command.js";
import { sent } from "./five-contacts.js";

/** The contacts. */
export const thirty = Array.from({ length: 30 }, (_, index) => `contact-${index + 1}`);

/** The arguments of a delete of all ids, two at a time. */
export async function argumentsFor(folder: Folder, server: { url: string }, report = folder.report) {
  const from = await folder.ids(thirty.join("\n"));
  const args = ["delete", "--from", from, "--account", account, "--report", report, "--yes", "30"];
  return [...args, "--concurrency", "2", "--limit", "500/1", "--timeout", "600", "--base-url", server.url];
}

/** A server that answers each request after some ms. */
export function slowServer(delay = 100): Promise<TestServer> {
  return startServer(() => sleep(delay).then(() => ({ status: 204 })));
}

/** A server that answers nothing until it is opened, so that a run stays under way however long the others take. */
export async function closedServer() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server = await startServer(() => opened.then(() => ({ status: 204 })));
  return { server, open };
}

/** Fails unless each id was sent once, by one run. */
export function expectOnce(server: TestServer): void {
  expect(
    sent(server)
      .map(([id]) => id)
      .sort(),
  ).toEqual([...thirty].sort());
}
