// Methods of openapi-fetch's by themselves, whose types a user's own declarations have to name.
import { createTrutoApi } from "../../../src/api.js";

const api = createTrutoApi({ token: "t" });
export const { DELETE, request } = api;
export const methods = { ...api };
