// Which test files took longest, from what jest leaves in its `--json` files.

/** A test file and the time that it took, loading included. */
export interface TimedSuite {
  readonly path: string;
  readonly seconds: number;
}

/**
 * The slowest test files of a result, the slowest first.
 * @param text a result of jest; anything else has none
 * @param root where the project is; paths are shown from there
 */
export function slowestSuites(text: string, root: string, countMax: number): TimedSuite[] {
  const result: unknown = JSON.parse(text);
  if (!isJestResult(result)) return [];
  return result.testResults
    .map(({ name, startTime, endTime }) => ({
      path: name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name,
      seconds: (endTime - startTime) / 1000,
    }))
    .filter(({ seconds }) => Number.isFinite(seconds))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, countMax);
}

interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

function isJestResult(result: unknown): result is JestResult {
  return typeof result === 'object' && result !== null && 'testResults' in result;
}
