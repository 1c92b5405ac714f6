import { buildClient, type ClientModule, loadClient } from "./demo/built-client.js";
import { tourMock } from "./demo/mock-tour.js";
import { shownFetch, showValue } from "./demo/show.js";
import { confirm, readCredentials } from "./lib/live-delete.js";
import { startMock } from "./lib/mock-server.js";
import { command, script, UserError } from "./lib/script.js";

const options = command("npm run demo --")
  .description("Builds the client, starts a mock of the API and deletes contacts in every way there is.")
  .option(
    "--live <id>",
    "make one real delete instead, with TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID set",
  )
  .option("--yes", "do not ask before it")
  .option("--base-url <url>", "where to send it (default: https://api.truto.one)")
  .option("--client <file>", "use this client and build none");

async function demonstrate(clientFile: string | undefined): Promise<void> {
  console.log("Starting the mock …");
  const starting = startMock();
  try {
    const [{ url }, client] = await Promise.all([starting, getClient(clientFile)]);
    await tourMock(client, url);
    console.log("All of it was typed, and nothing left this machine.");
  } finally {
    await starting.then(
      ({ stop }) => stop(),
      () => {},
    );
  }
}

function getClient(file: string | undefined): Promise<ClientModule> {
  if (file !== undefined) return loadClient(file);
  console.log("Building the client …");
  return buildClient();
}

/** How to make a live delete. */
type LiveOptions = {
  yes: true | undefined;
  baseUrl: string | undefined;
  clientFile: string | undefined;
};

async function deleteLive(id: string, { yes, baseUrl, clientFile }: LiveOptions): Promise<void> {
  const { token, account } = readCredentials(process.env);
  const question = `Delete contact ${id} in account ${account}? It can't be undone. [y/N] `;
  if (!yes && !(await confirm(question))) throw new UserError("Nothing was deleted.");
  const { createTrutoClient, TrutoError } = await getClient(clientFile);
  try {
    const truto = createTrutoClient({ token, integratedAccountId: account, baseUrl, fetch: shownFetch });
    showValue("Contact", await truto.contacts.delete(id));
  } catch (error) {
    throw error instanceof TrutoError ? new UserError(error.message) : error;
  }
}

export const main = script(import.meta.url, options, async ({ live, yes, baseUrl, client: clientFile }) => {
  if (live !== undefined) await deleteLive(live, { yes, baseUrl, clientFile });
  else if (yes || baseUrl !== undefined) throw new UserError("--yes and --base-url go with --live <id>.");
  else await demonstrate(clientFile);
});
