import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { renderReport } from '../report/render-report.ts';
import { comparisonTable } from './comparison-table.ts';
import { nearQuotas } from './near-quotas.ts';

function resultWith(peaks: Record<string, number>, accountConcurrency = 1_000) {
  const result = exampleResult();
  for (const run of result.runs) run.peaks = peaks;
  return { ...result, accountConcurrency };
}

test('far below every quota nothing is reported', () => {
  expect(nearQuotas(exampleResult())).toEqual([]);
  const text = comparisonTable(exampleResult(), { width: 80, colour: false });
  expect(text).not.toMatch(/Near a quota/);
});

test('from four fifths of a quota on it is notified, in the terminal and in the report', () => {
  expect(nearQuotas(resultWith({ 'stepFunctions.historyEvents': 19_999 }))).toEqual([]);
  const near = resultWith({ 'stepFunctions.historyEvents': 20_000 });
  expect(nearQuotas(near)).toMatchObject([{ name: 'historyEvents', limit: 25_000 }]);
  const text = comparisonTable(near, { width: 100, colour: false });
  expect(text).toMatch(/Near a quota of AWS's/);
  expect(text).toMatch(/20,000 of 25,000\s+\(80\.0 %\)/);
  expect(renderReport(near, exampleManifest())).toMatch(/Near a quota of AWS/);
});

test('the account is as large as the run was given', () => {
  expect(nearQuotas(resultWith({ 'lambda.concurrency': 9 }, 10))).toMatchObject([
    { name: 'accountConcurrency', limit: 10 },
  ]);
});

test('a failed run is called so in the terminal and in the report, with its sentence', () => {
  const result = exampleResult();
  const [run] = result.runs;
  if (run !== undefined) run.verdict = { kind: 'failed', sentence: 'the execution ended.' };
  const text = comparisonTable(result, { width: 100, colour: false });
  expect(text).toMatch(/✗ failed \(expected: stuck or/);
  expect(text).toMatch(/✗ legacy-2007: the execution ended\./);
  expect(renderReport(result, exampleManifest())).toMatch(
    /✗ failed \(expected: stuck or not healed\)/,
  );
});
