const [module = ""] = process.argv.slice(2);
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
const started = performance.now();
await import(module);
const milliseconds = performance.now() - started;
globalThis.gc?.();
process.send?.({ milliseconds, heapBytes: process.memoryUsage().heapUsed - heapBefore });
