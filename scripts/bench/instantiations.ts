import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../..", import.meta.url));
const options =
  "--noEmit --extendedDiagnostics --strict --skipLibCheck --target es2022 --module nodenext --lib es2022,dom,dom.iterable --types node";

/** What the compiler says of a program. */
export interface TypeCheck {
  instantiations: number;
  /** Seconds of checking. */
  checkTime: number;
}

/**
 * Checks the program of a peer with the repository's own TypeScript, on the Node given.
 * @throws Error with the compiler's messages when the program does not compile.
 */
export async function typeCheck(peer: string, node = process.execPath): Promise<TypeCheck> {
  const program = fileURLToPath(new URL(`peers/${peer}.ts`, import.meta.url));
  const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  const { stdout, exitCode } = await execa(node, [compiler, program, ...options.split(" ")], {
    cwd: root,
    reject: false,
  });
  if (exitCode !== 0) throw new Error(`${peer} does not compile: ${stdout}`);
  const number = (name: string) => Number(stdout.match(new RegExp(`^${name}:\\s+([\\d.]+)`, "m"))?.[1]);
  return { instantiations: number("Instantiations"), checkTime: number("Check time") };
}

/**
 * Type instantiations of a program that makes one delete with this package, over those of an empty program.
 * The package must have been built.
 */
export async function instantiations(): Promise<number> {
  const [program, nothing] = await Promise.all([typeCheck("truto-crm-client"), typeCheck("nothing")]);
  return program.instantiations - nothing.instantiations;
}
