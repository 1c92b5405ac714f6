import { createRequire } from "node:module";

const { version: found }: { version: string } = createRequire(import.meta.url)(
  "truto-crm-client/package.json",
);

/** Of this package. */
export const version = found;
