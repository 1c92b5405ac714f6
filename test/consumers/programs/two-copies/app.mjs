import { apiErrorOf, classesOf, run, TrutoError as TheirError } from "dependency";
import { createTrutoClient, TrutoError } from "truto-crm-client";
import { createTrutoApi } from "truto-crm-client/api";

/** Requests as `account/id`. */
const requests = [];

/** Answers by the contact's id: `gone` with the CRM's 404, a status with Truto's, but 429 only once. */
async function fetch(url) {
  const { pathname, searchParams } = new URL(url);
  const id = pathname.split("/").at(-1);
  const request = `${searchParams.get("integrated_account_id")}/${id}`;
  const isRepeated = requests.includes(request);
  requests.push(request);
  const status = id === "gone" ? 404 : Number(id);
  if (status < 400 || (status === 429 && isRepeated)) return Response.json({ id });
  const body = { statusCode: status, error: "Refused", message: "", truto_is_remote_error: id === "gone" };
  return Response.json(body, { status, headers: { "retry-after": "0.05" } });
}

const truto = createTrutoClient({ token: "t", integratedAccountId: "account", fetch });
const refused = await truto.contacts.delete("gone").catch((error) => error);
const invalid = await truto.contacts.delete("..").catch((error) => error);
const params = { path: { id: "gone" }, query: { integrated_account_id: "account" } };
const { response } = await createTrutoApi({ token: "t", fetch }).DELETE("/unified/crm/contacts/{id}", {
  params,
});

console.log(
  JSON.stringify({
    copies: TrutoError === TheirError ? 1 : 2,
    refused: classesOf(refused),
    invalid: classesOf(invalid),
    other: classesOf(new Error("other")),
    apiError: apiErrorOf(response)?.contactNotFound,
    run: await run(truto, ["1", "gone", "429", "401", "2"]),
    requests,
  }),
);
