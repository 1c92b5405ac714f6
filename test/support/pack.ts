import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package as it would be published. */
export type Tarball = {
  /** Its path. */
  file: string;
  /** The folder that holds its files, unpacked. */
  unpacked: string;
  /** Its bytes. */
  bytes: Buffer;
  /** The paths in it, sorted. */
  paths: string[];
};

/** Builds the package, packs it into a folder and unpacks it there. @throws when the build fails. */
export async function pack(folder: string): Promise<Tarball> {
  await execa("npm", ["run", "build"], { cwd: root });
  const { stdout } = await execa(
    "npm",
    ["pack", "--json", "--ignore-scripts", `--pack-destination=${folder}`],
    { cwd: root },
  );
  const [{ filename, files }]: [{ filename: string; files: { path: string }[] }] = JSON.parse(stdout);
  const file = join(folder, filename);
  await execa("tar", ["-xzf", filename], { cwd: folder });
  const paths = files.map(({ path }) => path).sort();
  return { file, unpacked: join(folder, "package"), bytes: await readFile(file), paths };
}
