import { createRequire } from "node:module";
import { execa } from "execa";
import { fileIn, ours } from "../../scripts/bench/peers.js";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const options =
  "--noEmit --extendedDiagnostics --strict --skipLibCheck --allowImportingTsExtensions --target es2022 --module nodenext --lib es2022,dom,dom.iterable --types node";

/**
 * Type instantiations of a program that makes one delete with this package, over those of one with bare `fetch`. The
 * package must have been built.
 * @throws with the compiler's messages when the program does not compile
 */
export async function instantiations(): Promise<number> {
  const [own = Number.NaN, base = Number.NaN] = await Promise.all(
    [ours, "fetch"].map(async (name) => {
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
