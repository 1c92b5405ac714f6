import { fileURLToPath } from "node:url";
import { id, query, token } from "./request.js";
import { sendFromViewer } from "./viewer.js";

const path = fileURLToPath(
  new URL("../node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js", import.meta.url),
);

async function show(page, spec, errors) {
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
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
}

async function fillIn(page) {
  const field = (name) => page.locator(`[id="request-param-${name}"]`);
  await field("id").fill(id);
  await field("integrated_account_id").fill(query.integrated_account_id);
  for (const excluded of query["truto_exclude_fields[]"]) {
    const editor = field("truto_exclude_fields[]").locator(".editor");
    await editor.fill(excluded);
    await editor.press("Enter");
  }
  await field("remote_query").fill(JSON.stringify(query.remote_query));
}

await sendFromViewer({ show, fillIn, button: ".btn-execute" });
