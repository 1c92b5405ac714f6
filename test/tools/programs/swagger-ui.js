import { createRequire } from "node:module";
import { id, query, token } from "./request.js";
import { sendFromViewer } from "./viewer.js";

const path = createRequire(import.meta.url).resolve("swagger-ui-dist/swagger-ui-bundle.js");

async function show(page, spec) {
  await page.setContent("<div id=ui></div>");
  await page.addScriptTag({ path });
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
}

async function fillIn(page, errors) {
  const fields = (name) => page.locator(`[data-param-name="${name}"]`).locator("input, textarea");
  if ((await fields("id").count()) === 0) errors.push("no field for the id");
  else await fields("id").fill(id);
  for (const [index, field] of query["truto_exclude_fields[]"].entries()) {
    await fields("truto_exclude_fields[]").nth(index).fill(field);
  }
  await fields("remote_query").fill(JSON.stringify(query.remote_query));
}

await sendFromViewer({ show, fillIn, button: ".execute" });
