import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { billNotes, billRows } from './bill-rows.ts';

function changed(change: (run: BilledRun, index: number) => Partial<BilledRun>): ComparisonResult {
  const result = exampleResult();
  return { ...result, runs: result.runs.map((run, index) => ({ ...run, ...change(run, index) })) };
}

function cellsOf(result: ComparisonResult, label: string): string[] {
  const row = billRows(result).find((one) => one.label === label);
  if (row === undefined) throw new Error(`expected a row ${label}`);
  return result.runs.map(row.cell);
}

test('services that cost something in one of the runs have a row, others none', () => {
  const labels = billRows(exampleResult()).map(({ label }) => label);
  expect(labels).toContain('· DynamoDB');
  expect(labels).not.toContain('· KMS');
});

test('what is not known is not shown as nothing', () => {
  const without = changed(({ bill }) => ({
    bill: { ...bill, outage: null, loginFloor: null, perMillionLoginsUsd: null },
  }));
  for (const label of ['Beyond quiet hours', 'Times the floor', 'A million log-ins'])
    expect(cellsOf(without, label)).toEqual(['not measured', 'not measured']);
});

test('the notes name the prices, and what is missing in the bill', () => {
  const result = changed(({ bill }) => ({
    bill: { ...bill, unpriced: { 'xray.traces': 3 }, unseen: ['logs.bytes'] },
  }));
  const notes = billNotes(result).join('\n');
  expect(notes).toMatch(
    /^Prices: us-east-1, AWS's list of \d{4}-\d\d-\d\d, without the free tier\./,
  );
  expect(notes).toContain('Used, but without a price: xray.traces.');
  expect(notes).toContain("Not seen by this cloud's meters: logs.bytes.");
});

test('what healing spared is priced by the hour, and told where it cost less as well', () => {
  const runs = (legacyUsd: number, resilientUsd: number) =>
    billNotes(
      changed(({ bill }, index) => ({
        userHoursLost: index === 0 ? 5000 : 1000,
        bill: { ...bill, totalUsd: index === 0 ? legacyUsd : resilientUsd },
      })),
    ).at(-1);
  expect(runs(50, 2)).toBe(
    'resilient spared users 4,000 hours that legacy-2007 cost them, and cost less.',
  );
  expect(runs(2, 50)).toBe(
    'resilient spared users 4,000 hours that legacy-2007 cost them, for $0.012 an hour.',
  );
});
