import { cp } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { withPage } from "../support/chromium.js";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, tool } from "./programs.js";

let user: UserProject;
let url: string;
let stop: () => Promise<unknown>;

beforeAll(async () => {
  const env = { NEXT_TELEMETRY_DISABLED: "1", TRUTO_BASE_URL: inject("mock") };
  user = await createUserProject(join(inject("workshop"), "next"), {});
  await cp(program("next"), user.folder, { recursive: true });
  // It writes a tsconfig.json, with `strict: false`, and checks the types with it.
  await user.node([tool("next/dist/bin/next"), "build"], env);

  const start = [tool("next/dist/bin/next"), "start", "--hostname=127.0.0.1", "--port=0"];
  const server = execa(process.execPath, start, { cwd: user.folder, env, all: true, reject: false });
  stop = () => {
    server.kill();
    return server;
  };
  let log = "";
  server.all.on("data", (chunk) => {
    log += chunk;
  });
  await vi.waitUntil(() => log.includes("Ready"), { timeout: 60_000 });
  url = /http:\/\/\S+/.exec(log)?.[0] ?? "";
});

afterAll(() => stop?.());

test("a route of Next deletes, and recognizes an API error by its class", async () => {
  const answer = await fetch(`${url}/api/contacts/23423523`, { method: "DELETE" });
  expect(await answer.json()).toEqual({ contact: "23423523" });
  const refusal = await fetch(`${url}/api/contacts/23423523?prefer=code%3D404`, { method: "DELETE" });
  expect(await refusal.json()).toEqual({ refusal: 404 });
});

test("a server action of Next deletes when its form is submitted", async () => {
  const outcome = await withPage(async (page) => {
    await page.goto(url);
    await page.getByRole("button", { name: "Delete" }).click();
    return page.getByText("deleted").textContent();
  });
  expect(outcome).toBe("deleted 23423523");
});

test("a project of Next compiles with strict", async () => {
  await user.node([tool("typescript/bin/tsc"), "--project", ".", "--strict"]);
});
