import { execa } from "execa";
import { installDebianPackages } from "../support/system-packages.js";

/**
 * Finds a Python that has `requests`, installing Debian's when there is none.
 * @throws saying how to install it, when it can't be
 */
export async function ensurePython(): Promise<string> {
  const found = await findPython();
  if (found !== undefined) return found;
  await installDebianPackages(["python3", "python3-requests"]);
  // The first Python on the PATH may not be Debian's.
  return "/usr/bin/python3";
}

async function findPython(): Promise<string | undefined> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const { failed } = await execa(python, ["-c", "import requests"], { reject: false });
    if (!failed) return python;
  }
}

/** Makes sure that curl is there, installing Debian's when it is not. @throws saying how, when it can't be */
export async function ensureCurl(): Promise<void> {
  const { failed } = await execa("curl", ["--version"], { reject: false });
  if (failed) await installDebianPackages(["curl"]);
}
