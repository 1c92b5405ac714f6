import { createRequire } from "node:module";
import { execa } from "execa";
import { inTurn, type Measure, summarize } from "../measure.js";
import { fileIn, ours } from "../peers.js";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const options =
  "--noEmit --extendedDiagnostics --strict --skipLibCheck --allowImportingTsExtensions --target es2022 --module nodenext --lib es2022,dom,dom.iterable --types node";

/**
 * Type instantiations of a program that makes one delete, over those of one with bare `fetch`; with this package when
 * no peer is named. The package must have been built.
 * @throws with the compiler's messages when the program does not compile
 */
export async function instantiations(peer = ours): Promise<number> {
  const [own = Number.NaN, base = Number.NaN] = await Promise.all(
    [peer, "fetch"].map(async (name) => {
      const args = [tsc, fileIn(`peers/${name}.ts`), ...options.split(" ")];
      const { stdout, exitCode } = await execa(process.execPath, args, {
        cwd: fileIn("../.."),
        reject: false,
      });
      if (exitCode !== 0) throw new Error(`${name} does not compile: ${stdout}`);
      return Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
    }),
  );
  return own - base;
}

/** What `tsc` has to work out for a program that makes one delete. */
export const types: Measure = async ({ peers }) => {
  const counts = await inTurn(peers, 1, ({ name }) => instantiations(name));
  return [{ label: "Type instantiations of one delete", digits: 0, values: summarize(counts) }];
};
