// Sends the requests of a snippet to the test's server instead of Truto.
const real = globalThis.fetch;
const server = process.env.SERVER ?? "";

globalThis.fetch = async (input, init) => {
  const url = String(input);
  const response = await real(url.replace("https://api.truto.one", server), init);
  return Object.defineProperty(response, "url", { value: url });
};
