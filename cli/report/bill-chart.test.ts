/**
 * The d3 packages are ES modules, which jest loads without flags only in their UMD form.
 * @jest-environment-options {"customExportConditions": ["umd", "node", "node-addons"]}
 */
import { exampleResult } from '#testing/cli/example-result.ts';
import { billChart } from './bill-chart.ts';
import { chartSizes } from './chart-frame.ts';

const words = { id: 'bill', title: 'Bills', description: 'In all.', origin: 'here' };

/** The widths of the shares, in the order in which they are drawn. */
function widthsOf(svg: string): number[] {
  return [...svg.matchAll(/class="share" x="[\d.]+" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
}

test.each(chartSizes)('$name: each share is as wide as its dollars, on one scale', (size) => {
  const { runs, ...result } = exampleResult();
  const scaled = runs.map((run, index) => ({
    ...run,
    bill: {
      ...run.bill,
      totalUsd: index === 0 ? 10 : 5,
      serviceUsd: index === 0 ? { SQS: 2, DynamoDB: 8 } : { DynamoDB: 5 },
    },
  }));
  const svg = billChart({ ...result, runs: scaled }, size, words).text;
  const full = size.width - size.right;
  const expected = [0.8, 0.2, 0.5].map((share) => share * full);
  widthsOf(svg).forEach((width, index) => {
    expect(width).toBeCloseTo(expected[index] ?? Number.NaN);
  });
  expect(widthsOf(svg)).toHaveLength(3);
  expect(svg).toContain('>$10.00</text>');
});

test('a run that cost nothing is drawn as nothing', () => {
  const { runs, ...result } = exampleResult();
  const free = runs.map((run) => ({ ...run, bill: { ...run.bill, totalUsd: 0, serviceUsd: {} } }));
  const [size] = chartSizes;
  if (size === undefined) throw new Error('expected a size');
  const svg = billChart({ ...result, runs: free }, size, words).text;
  expect(widthsOf(svg)).toEqual([]);
  expect(svg).not.toContain('NaN');
});
