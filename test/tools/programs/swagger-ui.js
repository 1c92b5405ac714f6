import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { chromiumLaunchOptions, ensureChromium } from "../../support/chromium.ts";
import { report } from "./report.js";
import { id, query, token } from "./request.js";

const [file, baseUrl] = process.argv.slice(2);
const bundle = createRequire(import.meta.url).resolve("swagger-ui-dist/swagger-ui-bundle.js");
const spec = { ...parse(await readFile(file, "utf8")), servers: [{ url: baseUrl }] };
await ensureChromium();
const browser = await chromium.launch(chromiumLaunchOptions);
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.goto(baseUrl);
  await page.setContent("<div id=ui></div>");
  await page.addScriptTag({ path: bundle });
  await page.evaluate(
    ([spec, token]) =>
      new Promise((resolve) => {
        const onComplete = () => resolve(ui.preauthorizeApiKey("bearerAuth", token));
        const ui = window.SwaggerUIBundle({
          spec,
          domNode: document.querySelector("#ui"),
          docExpansion: "full",
          tryItOutEnabled: true,
          onComplete,
        });
      }),
    [spec, token],
  );
  await page.waitForSelector(".execute");

  /** The fields in which a reader types a parameter. */
  const fields = (name) => page.locator(`[data-param-name="${name}"]`).locator("input, textarea");
  if ((await fields("id").count()) === 0) errors.push("no field for the id");
  else await fields("id").fill(id);
  for (const [index, field] of query["truto_exclude_fields[]"].entries()) {
    await fields("truto_exclude_fields[]").nth(index).fill(field);
  }
  await fields("remote_query").fill(JSON.stringify(query.remote_query));
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === "DELETE"),
    page.click(".execute"),
  ]);
  report(errors);
} finally {
  await browser.close();
}
