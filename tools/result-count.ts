/** What a test run came to. Titles are in the order of the results. */
export type ResultCount = {
  readonly passed: number;
  readonly skipped: number;
  readonly failedTitles: readonly string[];
};

type JestResult = {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
};

type OwnResult = { suite: string; tests: { title: string; passed: boolean }[] };

/**
 * Counts one result file: what jest writes with `--json --outputFile`, or our own
 * `{ suite, tests: [{ title, passed }] }`. A file that is missing or cannot be read counts as one
 * failed test, because a suite that never reported has not passed.
 * @param text the content of the file, or undefined if there is none
 */
export function countResult(path: string, text: string | undefined): ResultCount {
  if (text === undefined) return failure(`${path}: the suite left no result`);
  const result = parse(text);
  if (isJestResult(result)) return add(result.testResults.map(countJestFile));
  if (isOwnResult(result)) return countOwn(result);
  return failure(`${path}: neither a jest result nor { suite, tests }`);
}

/** The sum of several counts. */
export function add(counts: readonly ResultCount[]): ResultCount {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    skipped: counts.reduce((sum, { skipped }) => sum + skipped, 0),
    failedTitles: counts.flatMap(({ failedTitles }) => failedTitles),
  };
}

/** The line that CI reads: `N passed, N failed`, with `, N skipped` only if there are any. */
export function summaryLine({ passed, skipped, failedTitles }: ResultCount): string {
  const line = `${passed} passed, ${failedTitles.length} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** Whether the run is good: something ran, nothing failed and, in CI, nothing was skipped. */
export function isGood(count: ResultCount, inCi: boolean): boolean {
  const complete = !inCi || count.skipped === 0;
  return count.failedTitles.length === 0 && count.passed > 0 && complete;
}

const failure = (title: string): ResultCount => ({ passed: 0, skipped: 0, failedTitles: [title] });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hasList = (value: unknown, member: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Record<string, unknown>)[member]);

const isJestResult = (value: unknown): value is JestResult => hasList(value, 'testResults');
const isOwnResult = (value: unknown): value is OwnResult => hasList(value, 'tests');

// A file that does not compile has no assertions, only a status.
function countJestFile(file: JestResult['testResults'][number]): ResultCount {
  const withStatus = (status: string) =>
    file.assertionResults.filter((assertion) => assertion.status === status);
  const passed = withStatus('passed').length;
  const failed = withStatus('failed').map(({ fullName }) => fullName);
  const broken = file.status === 'failed' && failed.length === 0;
  return {
    passed,
    skipped: file.assertionResults.length - passed - failed.length,
    failedTitles: broken ? [`${file.name}: the file could not run`] : failed,
  };
}

function countOwn({ suite, tests }: OwnResult): ResultCount {
  const failed = tests.filter(({ passed }) => !passed);
  return {
    passed: tests.length - failed.length,
    skipped: 0,
    failedTitles: failed.map(({ title }) => `${suite}: ${title}`),
  };
}
