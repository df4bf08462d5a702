// node tools/count-results.ts result.json ...: failed titles, then `N passed, N failed` last.
import { existsSync, readFileSync } from 'node:fs';
import { add, countResult, isGood, summaryLine } from './result-count.ts';

const paths = process.argv.slice(2);
const counts = paths.map((path) =>
  countResult(path, existsSync(path) ? readFileSync(path, 'utf8') : undefined),
);
const total = add(counts);
for (const title of total.failedTitles) console.log(`FAILED ${title}`);
console.log(summaryLine(total));
process.exitCode = isGood(total, process.env.CI === 'true') ? 0 : 1;
