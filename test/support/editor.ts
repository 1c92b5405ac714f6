import { resolve } from "node:path";
import ts from "typescript";

const file = resolve("test/editor-program.ts");

/** The text of a symbol: openapi-typescript writes a description as a tag, which editors show below. */
function textOf(details: ts.CompletionEntryDetails | undefined): string {
  const described = details?.tags?.find(({ name }) => name === "description");
  return ts.displayPartsToString([...(details?.documentation ?? []), ...(described?.text ?? [])]);
}

/** The output of an editor for a program that imports from `src/`; `|` marks the cursor. */
export function openEditor(options: ts.CompilerOptions = { strict: true }) {
  let text = "";
  let version = 0;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : "1"),
    getScriptSnapshot: (name) => {
      const found = name === file ? text : ts.sys.readFile(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => process.cwd(),
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: [],
      noEmit: true,
      ...options,
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });

  /** Opens a program and gives the place of its cursor. */
  function open(program: string): number {
    const position = program.indexOf("|>");
    text = program.replace("|>", "");
    version++;
    return position;
  }

  return {
    /** The names that are completed at `|>`, each with its text. */
    completions(program: string): Record<string, string> {
      const position = open(program);
      const entries = service.getCompletionsAtPosition(file, position, {})?.entries ?? [];
      return Object.fromEntries(
        entries.map(({ name }) => {
          const details = service.getCompletionEntryDetails(
            file,
            position,
            name,
            {},
            undefined,
            {},
            undefined,
          );
          return [name, textOf(details)];
        }),
      );
    },
    /** The type and the text that a hover at `|>` shows. */
    hover(program: string): { type: string; text: string; tags: string[] } {
      const info = service.getQuickInfoAtPosition(file, open(program));
      return {
        type: ts.displayPartsToString(info?.displayParts),
        text: ts.displayPartsToString(info?.documentation),
        tags: info?.tags?.map(({ name }) => name) ?? [],
      };
    },
    /** The parameters that signature help at `|>` shows, each with its text. */
    parameters(program: string): Record<string, string> {
      const items = service.getSignatureHelpItems(file, open(program), {})?.items ?? [];
      const shown = items[0]?.parameters.map(({ name, documentation }) => [
        name,
        ts.displayPartsToString(documentation),
      ]);
      return Object.fromEntries(shown ?? []);
    },
    /** The compiler's errors for a program. */
    problems(program: string): string[] {
      open(program);
      return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
      );
    },
  };
}
