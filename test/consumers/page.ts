import { join } from "node:path";
import { withPage } from "../support/chromium.js";

const origin = "http://localhost";

/**
 * Opens the `index.html` of a folder in Chromium, and calls the global function `run` of its scripts with the address
 * of a server that passes requests to the mock.
 * @returns what the function resolves to
 */
export function runInPage(folder: string, mock: string): Promise<unknown> {
  return withPage(async (page) => {
    // No server is there: each file is read from the folder.
    await page.route(`${origin}/**`, (route) =>
      route.fulfill({ path: join(folder, new URL(route.request().url()).pathname) }),
    );
    // The mock sends no CORS headers.
    await page.route(`${origin}/unified/**`, async (route) =>
      route.fulfill({ response: await route.fetch({ url: route.request().url().replace(origin, mock) }) }),
    );
    await page.goto(`${origin}/index.html`);
    return await page.evaluate(`run(${JSON.stringify(origin)})`);
  });
}
