import { parseArgs } from "node:util";
import { buildClient, type ClientModule, loadClient } from "./demo/built-client.js";
import { tourMock } from "./demo/mock-tour.js";
import { shownFetch, showValue } from "./demo/show.js";
import { confirm, readCredentials } from "./lib/live-delete.js";
import { startPrism } from "./lib/prism.js";
import { runScript } from "./lib/run-script.js";

const help = `Usage: npm run demo -- [options]

Builds the client, starts a mock of the API and deletes contacts in every way there is.

  --live <id>        make one real delete instead, with TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID set
  --yes              do not ask before it
  --base-url <url>   where to send it   (default: https://api.truto.one)
  --client <file>    use this client and build none
  --help             show this text
`;

async function demonstrate(clientFile: string | undefined): Promise<void> {
  console.log("Starting the mock …");
  const starting = startPrism();
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
  yes: boolean;
  baseUrl: string | undefined;
  clientFile: string | undefined;
};

async function deleteLive(id: string, { yes, baseUrl, clientFile }: LiveOptions): Promise<void> {
  const { token, account } = readCredentials(process.env);
  const question = `Delete contact ${id} in account ${account}? It can't be undone. [y/N] `;
  if (!yes && !(await confirm(question))) throw new Error("Nothing was deleted.");
  const { createTrutoClient } = await getClient(clientFile);
  const truto = createTrutoClient({ token, integratedAccountId: account, baseUrl, fetch: shownFetch });
  showValue("Contact", await truto.contacts.delete(id));
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      live: { type: "string" },
      yes: { type: "boolean", default: false },
      "base-url": { type: "string" },
      client: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { live, yes, "base-url": baseUrl, client: clientFile } = values;
  if (values.help) {
    process.stdout.write(help);
  } else if (live !== undefined) {
    await deleteLive(live, { yes, baseUrl, clientFile });
  } else if (yes || baseUrl !== undefined) {
    throw new Error("--yes and --base-url go with --live <id>.");
  } else {
    await demonstrate(clientFile);
  }
}

runScript(import.meta.url, main);
