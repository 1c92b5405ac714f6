import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { contactId } from "../peers/target.js";

const contact = JSON.stringify({ id: contactId });
const chunk = Buffer.alloc(64 * 1024, "x");
const streamBytes = 200_000_000;

/** Writes no faster than the client reads. */
async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": streamBytes });
  for (let left = streamBytes; left > 0; left -= chunk.length) {
    if (!response.write(chunk.subarray(0, left))) await once(response, "drain");
  }
  response.end();
}

const server = createServer((request, response) => {
  if (request.url?.includes("truto_response_format=stream")) {
    void stream(response);
    return;
  }
  response.writeHead(200, { "content-type": "application/json", "content-length": contact.length });
  response.end(contact);
});
// No connection is lost between the rounds of a peer.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.send?.(`http://127.0.0.1:${address.port}`);
});
process.on("disconnect", () => process.exit());
