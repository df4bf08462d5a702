// Which tests stand nearest to a file: those that import it over the fewest steps.
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** Test files by their distance in imports, nearest first. */
export type NearestTests = (file: string) => { readonly path: string; readonly steps: number }[];

/**
 * Reads who imports whom.
 * @param textOf all sources and tests by path, from the root
 */
export function nearestTests(textOf: ReadonlyMap<string, string>): NearestTests {
  const importersOf = new Map<string, string[]>();
  for (const [path, text] of textOf) {
    for (const imported of importsOf(path, text)) {
      const importers = importersOf.get(imported) ?? [];
      importers.push(path);
      importersOf.set(imported, importers);
    }
  }
  return (file) => {
    const stepsTo = new Map([[file, 0]]);
    for (const [path, steps] of stepsTo)
      for (const importer of importersOf.get(path) ?? [])
        if (!stepsTo.has(importer)) stepsTo.set(importer, steps + 1);
    return [...stepsTo]
      .filter(([path]) => path.endsWith('.test.ts') && !path.endsWith('.engine.test.ts'))
      .map(([path, steps]) => ({ path, steps }))
      .sort((a, b) => a.steps - b.steps || nameDistance(file, a.path) - nameDistance(file, b.path));
  };
}

/** Tests that are named after the file, or stand in its folder, come first among equals. */
function nameDistance(file: string, test: string): number {
  if (test === file.replace(/\.ts$/, '.test.ts')) return 0;
  return dirname(test) === dirname(file) ? 1 : 2;
}

function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => resolved(path, fileName))
    .filter((imported) => imported !== undefined);
}

/** Packages are nobody's business here. */
function resolved(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : undefined;
}
