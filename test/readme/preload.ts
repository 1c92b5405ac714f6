// Stands between a snippet and the network: what goes to Truto arrives at the test's server.
const real = globalThis.fetch;
const server = process.env.SERVER ?? "";

globalThis.fetch = async (input, init) => {
  const url = String(input);
  const response = await real(url.replace("https://api.truto.one", server), init);
  return Object.defineProperty(response, "url", { value: url });
};
