import { createTrutoClient } from "../../../src/index.js";

const [baseUrl, option] = process.argv.slice(2);
const token = () => {
  if (option === "token") throw new Error("the vault is sealed");
  return "a-token-of-many-letters";
};
const timeout = option === "timeout" ? 200 : 10_000;
const truto = createTrutoClient({ token, integratedAccountId: "a", baseUrl, maxRetries: 0, timeout });

async function offboard(id: string) {
  await truto.contacts.delete(id);
}

await offboard("1");
