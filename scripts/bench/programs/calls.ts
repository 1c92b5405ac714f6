import { contactId } from "../target.ts";
import { tell } from "./tell.ts";

const [peer = "", inFlight = "", baseUrl = ""] = process.argv.slice(2);
const { connect }: { connect: (baseUrl: string) => () => Promise<{ id: string } | undefined> } = await import(
  `../peers/${peer}.ts`
);
const call = connect(baseUrl);
const calls = 500;

/** CPU of a call in µs. */
async function round(): Promise<number> {
  let left = calls;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: Number(inFlight) }, lane));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

const answer = await call();
if (answer?.id !== contactId) throw new Error(`${peer} gave ${JSON.stringify(answer)}`);
for (let warmUp = 0; warmUp < 4; warmUp++) await round();
const costs: number[] = [];
while (costs.length < 9) costs.push(await round());
tell(costs.sort((a, b) => a - b)[4] ?? Number.NaN);
