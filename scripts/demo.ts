import { deleteMany } from "./demo/many.js";
import { tour } from "./demo/tour.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { command, script } from "./lib/script.js";

const options = command("npm run demo").description(
  "Deletes contacts of a mock of the API in every way there is, and a hundred with the command.",
);

export const main = script(import.meta.url, options, async () => {
  const { json } = await shippedSpec("openapi/openapi.yaml");
  await tour(json);
  await deleteMany(json);
  console.log("\nNothing left this machine.");
});
