const [module = ""] = process.argv.slice(2);
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
const started = performance.now();
await import(module);
const milliseconds = performance.now() - started;
globalThis.gc?.();
console.log(JSON.stringify({ milliseconds, heapBytes: process.memoryUsage().heapUsed - heapBefore }));
