/**
 * The lines of a file in UTF-8, in batches as they are read; a byte-order mark at its start is left out.
 * @throws {TypeError} with the code `ERR_ENCODING_INVALID_ENCODED_DATA` if the bytes are not UTF-8
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  rest += decoder.decode();
  if (rest) yield [rest];
}
