import { compileErrors } from "./compile.js";
import { report } from "./report.js";

/** The request that every tool is asked to send: a delete with a nested query and excluded fields. */
export const id = "23423523";
export const token = "a-token";
export const query = {
  integrated_account_id: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
  "truto_exclude_fields[]": ["tags", "urls"],
  remote_query: { a: { b: "c" } },
};

/**
 * Sends the delete with a generated client, without the nested query if the client refuses that. Reports the refusal
 * and the compiler's errors.
 */
export async function sendDelete(client, send) {
  const errors = compileErrors(client);
  for (const remote_query of [query.remote_query, { a: "c" }]) {
    try {
      await send({ ...query, remote_query });
      break;
    } catch (error) {
      errors.push(error.message);
    }
  }
  report(errors);
}
