import { join } from "node:path";
import { type Check, createProject, type Project } from "./project.js";

/** Before 5.8, `nodenext` did not let CommonJS require an ES module; 6 deprecates `node10`, and 7 has none. */
const node10 = ["--module", "commonjs", "--moduleResolution", "node10"];
const nodenext = ["--module", "nodenext"];

/** Each TypeScript, with the options of its CommonJS users. */
const compilers = [
  { version: "5.4.5", commonJs: node10 },
  { version: "5.6.3", commonJs: node10 },
  { version: "5.9.3", commonJs: nodenext },
  { version: "6.0.3", commonJs: nodenext },
  { version: "7.0.2", commonJs: nodenext },
];

const strict = [
  ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"],
  ...["--skipLibCheck", "false", "--target", "es2022"],
];

/** Users on Node have no types of the DOM; users of a bundler have none of Node. */
const node = ["--lib", "es2022", "--types", "node"];
const web = ["--lib", "es2022,dom,dom.iterable", "--typeRoots", "none"];

/** The public types in a strict project with every TypeScript, `skipLibCheck` off. */
export function typeChecks(folder: string, tarball: string): Check[] {
  let installed: Promise<Project> | undefined;
  const project = () => {
    installed ??= install(join(folder, "types"), tarball);
    return installed;
  };
  return compilers.flatMap(({ version, commonJs }) => {
    const check = (title: string, options: string[], program: string): Check => ({
      title: `TypeScript ${version}, ${title}`,
      async run() {
        const tsc = `node_modules/typescript-${version}/bin/tsc`;
        await (await project()).node([tsc, ...strict, ...options, program]);
      },
    });
    return [
      check("nodenext", [...nodenext, ...node], "surface.ts"),
      check("bundler", ["--module", "esnext", "--moduleResolution", "bundler", ...web], "surface.ts"),
      check("CommonJS", [...commonJs, ...node], "commonjs-types.cts"),
    ];
  });
}

async function install(folder: string, tarball: string): Promise<Project> {
  const aliases = compilers.map(({ version }) => [`typescript-${version}`, `npm:typescript@${version}`]);
  const packages = { "@types/node": "20.19.43", ...Object.fromEntries(aliases) };
  const project = await createProject(folder, tarball, packages);
  await project.add("surface.ts");
  await project.add("commonjs-types.ts", "commonjs-types.cts");
  return project;
}
