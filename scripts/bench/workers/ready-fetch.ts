import { contactId } from "../peers/target.js";

const text = JSON.stringify({ id: contactId });
const headers = new Headers({ "content-type": "application/json", "content-length": String(text.length) });

// A real Response costs more to make and to read than most clients add, so this one is ready: a Response by
// its prototype, whose values are there already.
const ready: Response = Object.create(Response.prototype, {
  status: { value: 200 },
  statusText: { value: "OK" },
  ok: { value: true },
  redirected: { value: false },
  type: { value: "basic" },
  url: { value: "http://localhost/" },
  headers: { value: headers },
  body: { value: null },
  bodyUsed: { value: false },
  text: { value: async () => text },
  json: { value: async () => JSON.parse(text), writable: true },
});

/** Anew for each call, because some clients write to it. */
function Answer() {}
Answer.prototype = ready;

/** A `fetch` that answers at once, for what a client adds to be all that is left. */
export const readyFetch: typeof fetch = async () => Reflect.construct(Answer, []);
