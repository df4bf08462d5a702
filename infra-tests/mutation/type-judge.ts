// Whether the compiler refuses a mutant. One program stays in memory, and one file of it changes.
import { resolve } from 'node:path';
import ts from 'typescript';

/** Whether a file with another text still compiles, by itself. */
export type TypeJudge = (file: string, text: string) => boolean;

/**
 * Loads the project once, which takes seconds; each question after that is a fraction of one. Only
 * the changed file is checked: what it changes in others' types is left to the tests.
 */
export function typeJudge(): TypeJudge {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve('.'));
  let asked = '';
  const changed = new Map<string, { text: string; version: number }>();
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    // Only what the file itself needs is loaded.
    getScriptFileNames: () => [asked],
    getScriptVersion: (name) => String(changed.get(name)?.version ?? 0),
    getScriptSnapshot: (name) => {
      const text = changed.get(name)?.text ?? ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => resolve('.'),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return (file, text) => {
    const name = resolve(file);
    asked = name;
    const version = (changed.get(name)?.version ?? 0) + 1;
    changed.set(name, { text, version });
    const problems = [
      ...service.getSyntacticDiagnostics(name),
      ...service.getSemanticDiagnostics(name),
    ];
    changed.set(name, { text: ts.sys.readFile(name) ?? '', version: version + 1 });
    return problems.length === 0;
  };
}
