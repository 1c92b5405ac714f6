import ts from "typescript";

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The compiler's errors in a generated client. */
export function compileErrors(file) {
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options)).map(({ file, messageText }) => {
    const where = file?.fileName.split("/").at(-1);
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
