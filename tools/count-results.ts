// node tools/count-results.ts result.json ...: the slowest test files, failed titles, and
// `N passed, N failed` last.
import { existsSync, readFileSync } from 'node:fs';
import { add, countResult, isGood, summaryLine } from './result-count.ts';
import { slowestSuites } from './slowest-suites.ts';

const paths = process.argv.slice(2);
const counts = paths.map((path) =>
  countResult(path, existsSync(path) ? readFileSync(path, 'utf8') : undefined),
);
for (const path of paths.filter((one) => existsSync(one))) printSlowest(path);
const total = add(counts);
for (const title of total.failedTitles) console.log(`FAILED ${title}`);
console.log(summaryLine(total));
process.exitCode = isGood(total, process.env.CI === 'true') ? 0 : 1;

/** Not of what cannot be read: the count says that such a result is none. */
function printSlowest(path: string): void {
  try {
    const slowest = slowestSuites(readFileSync(path, 'utf8'), process.cwd(), 10);
    for (const { path: suite, seconds } of slowest)
      console.log(`SLOW ${seconds.toFixed(1)} s ${suite}`);
  } catch {
    return;
  }
}
