import { exampleResult } from '#testing/cli/example-result.ts';
import { judgeThresholds } from './judge-thresholds.ts';
import { judgedRun } from './judged-run.ts';
import type { JudgedRun } from './measures.ts';
import { readThreshold } from './read-threshold.ts';
import { checkStrangers } from './threshold-option.ts';

const [legacy, resilient] = exampleResult().runs.map((run) => judgedRun(run, 'local'));
if (legacy === undefined || resilient === undefined) throw new Error('expected two runs');

const healing = (...healMs: (number | null)[]) => ({
  policy: 'resilient',
  words: 'resilient',
  runs: healMs.map((ms): JudgedRun => ({ ...resilient, healMs: ms })),
});

function judged(text: string, ...groups: Parameters<typeof judgeThresholds>[1][]) {
  return [
    ...judgeThresholds(
      [readThreshold(text)],
      groups.flatMap((group) => [...group]),
    ),
  ];
}

test('what crosses a limit is said with the measured and the asked', () => {
  expect(judged('heal>10min', [healing(60_000, 1_200_000)])).toEqual([
    {
      text: 'heal>10min',
      kind: 'crossed',
      sentence: 'resilient: heal is 20 min, more than 10 min (heal>10min).',
    },
  ]);
  expect(judged('heal>20min', [healing(60_000, 1_200_000)])[0]?.kind).toBe('kept');
  expect(judged('heal>=20min', [healing(60_000, 1_200_000)])[0]?.kind).toBe('crossed');
});

test('without a statistic the worst run decides, whichever way the limit looks', () => {
  expect(judged('heal<2min', [healing(60_000, 1_200_000)])[0]?.kind).toBe('crossed');
  expect(judged('heal.max<2min', [healing(60_000, 1_200_000)])[0]?.kind).toBe('kept');
  expect(judged('heal.p50>10min', [healing(60_000, 1_200_000)])[0]?.kind).toBe('kept');
});

test('a rank is the least value that is not below its share', () => {
  const runs = healing(...Array.from({ length: 10 }, (_, at) => (at + 1) * 60_000));
  expect(judged('heal.p90>=9min', [runs])[0]?.kind).toBe('crossed');
  expect(judged('heal.p90>9min', [runs])[0]?.kind).toBe('kept');
  expect(judged('heal.p99>9min', [runs])[0]?.kind).toBe('crossed');
});

test('never healed is longer than any time', () => {
  expect(judged('heal>24d', [healing(null)])[0]).toEqual({
    text: 'heal>24d',
    kind: 'crossed',
    sentence: 'resilient: heal is never, more than 24 d (heal>24d).',
  });
});

test('a threshold of one policy is about that one alone', () => {
  expect(judged('legacy-2007:heal>1s', [healing(null)])).toEqual([]);
  expect(() => checkStrangers([readThreshold('legacy:heal>1s')], ['legacy-2007'])).toThrow(
    /no policy legacy runs. Did you mean legacy-2007\?/,
  );
});

test('what was not measured is neither kept nor crossed', () => {
  const quietless = { ...resilient, bill: { ...resilient.bill, outage: null } };
  const group = { policy: 'resilient', words: 'resilient', runs: [quietless] };
  expect(judged('bill.outage>1', [group])[0]?.kind).toBe('unmeasured');
});

test.each([
  ['local', 'meter.lambda.throttles>0', 'kept'],
  ['local', 'meter.lambda.throttles>=0', 'crossed'],
  ['local', 'meter.lambda.errors>0', 'kept'],
  ['local', 'meter.faults.crash>0', 'kept'],
  ['local', 'meter.kms.requests>=0', 'unmeasured'],
  ['twin', 'meter.lambda.throttles>0', 'kept'],
  ['twin', 'meter.sqs.ReceiveMessage<1', 'crossed'],
  ['twin', 'meter.lambda.errors>=0', 'unmeasured'],
  ['twin', 'meter.sqs.PurgeQueue>=0', 'unmeasured'],
  ['twin', 'meter.faults.crash>=0', 'unmeasured'],
] as const)('on the %s cloud, of which no meter moved, %s is %s', (cloud, text, kind) => {
  const still = { ...resilient, cloud, meters: {}, faults: {} };
  const group = { policy: 'resilient', words: 'resilient', runs: [still] };
  expect(judged(text, [group])).toMatchObject([{ kind }]);
});

test('faults are those that struck, and are not guessed of a row that keeps none', () => {
  const measure = readThreshold('meter.faults.crash>0').measure;
  expect(measure.of({ ...resilient, faults: { crash: 3 } })).toBe(3);
  const { faults: _, ...row } = resilient;
  expect(measure.of(row)).toBeNull();
});

test('a ratio is to the first run of a comparison', () => {
  const ratio = (text: string, healMs: number | null, firstMs: number | null) =>
    judgeThresholds(
      [readThreshold(text, true)],
      [{ ...healing(healMs), base: { ...resilient, healMs: firstMs } }],
    ).next().value;
  expect(ratio('heal.ratio>1.05', 106_000, 100_000)).toEqual({
    text: 'heal.ratio>1.05',
    kind: 'crossed',
    sentence: 'resilient: heal.ratio is 1.06, more than 1.05 (heal.ratio>1.05).',
  });
  expect(ratio('heal.ratio>1.05', 105_000, 100_000)).toMatchObject({ kind: 'kept' });
  expect(ratio('heal.ratio>1', 0, 0)).toMatchObject({ kind: 'kept' });
  expect(ratio('heal.ratio>1', null, null)).toMatchObject({ kind: 'kept' });
  expect(ratio('heal.ratio>9', null, 100_000)).toMatchObject({
    kind: 'crossed',
    sentence: expect.stringContaining('is without bound'),
  });
  expect(ratio('heal.ratio>9', 1, 0)).toMatchObject({ kind: 'crossed' });
});

test('a bill has its parts by phase and service', () => {
  const sums = ['bill.steady>=0', 'bill.storm>=0', 'bill.heal>=0'].map((text) =>
    readThreshold(text),
  );
  const parts = sums.map(({ measure }) => measure.of(legacy) ?? Number.NaN);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(legacy.bill.totalUsd, 9);
  const dynamoDb = readThreshold('bill.dynamodb>0').measure.of(legacy);
  expect(dynamoDb).toBe(legacy.bill.serviceUsd.DynamoDB);
});
