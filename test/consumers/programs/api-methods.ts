// Exported methods of an openapi-fetch client. The declarations of this file must be able to name their types.
import { createTrutoApi } from "../../../src/api.js";

const api = createTrutoApi({ token: "t" });
export const { DELETE, request } = api;
export const methods = { ...api };
