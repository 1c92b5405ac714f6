import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { chromiumLaunchOptions, ensureChromium } from "../../support/chromium.ts";
import { report } from "./report.js";
import { id, query, token } from "./request.js";

const [file, baseUrl] = process.argv.slice(2);
const path = fileURLToPath(
  new URL("../node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js", import.meta.url),
);
const spec = { ...parse(await readFile(file, "utf8")), servers: [{ url: baseUrl }] };
await ensureChromium();
const browser = await chromium.launch(chromiumLaunchOptions);
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(baseUrl);
  await page.setContent("<body></body>");
  await page.addScriptTag({ path, type: "module" });
  await page.evaluate(
    async ([spec, token]) => {
      await customElements.whenDefined("openapi-explorer");
      const explorer = document.createElement("openapi-explorer");
      document.body.append(explorer);
      await explorer.loadSpec(spec);
      explorer.setAuthenticationConfiguration("bearerAuth", { token });
    },
    [spec, token],
  );
  await page.getByText("Delete a contact").first().click();

  /** The field in which a reader types a parameter. */
  const field = (name) => page.locator(`[id="request-param-${name}"]`);
  await field("id").fill(id);
  await field("integrated_account_id").fill(query.integrated_account_id);
  for (const excluded of query["truto_exclude_fields[]"]) {
    const editor = field("truto_exclude_fields[]").locator(".editor");
    await editor.fill(excluded);
    await editor.press("Enter");
  }
  await field("remote_query").fill(JSON.stringify(query.remote_query));
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === "DELETE"),
    page.locator(".btn-execute").click(),
  ]);
  report(errors);
} finally {
  await browser.close();
}
