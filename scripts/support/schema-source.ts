import openapiTS, { astToString } from "openapi-typescript";
import { header, type Spec } from "./spec.js";

/** The TypeScript types of every path, operation and component. */
export async function schemaSource(spec: Spec): Promise<string> {
  return (
    header + astToString(await openapiTS(JSON.stringify(spec), { silent: true, emptyObjectsUnknown: true }))
  );
}
