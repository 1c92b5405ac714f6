import { tell } from "./tell.ts";

const [module = ""] = process.argv.slice(2);
const started = performance.now();
await import(module);
tell(performance.now() - started);
