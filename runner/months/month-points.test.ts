import { august2007 } from '#scenarios/august-2007.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { policySource } from '../policy-choice.ts';
import {
  type MonthChoices,
  type MonthPoint,
  monthPoints,
  monthPointsInTime,
  monthRunCount,
  monthTask,
} from './month-points.ts';

function options(changes: Partial<MonthChoices> = {}): MonthChoices {
  return {
    months: patchTuesdays.map(({ label }) => label),
    nodes: 80_000,
    retries: 'aggregated',
    policies: ['legacy-2007', 'resilient'].map(policySource),
    seeds: [1, 2],
    spreads: [restartShareSd],
    ...changes,
  };
}

const pointsOf = (choices: MonthChoices, program = 'it') => [...monthPoints(choices, program)];

const sdOf = (changes: Partial<MonthChoices>) =>
  pointsOf(options(changes)).map(({ inputs: { restartShare } }) =>
    restartShare.kind === 'beta' ? restartShare.sd : 0,
  );

test('each month of each seed is run under each policy', () => {
  const points = pointsOf(options());
  expect(points).toHaveLength(47 * 2 * 2);
  expect(new Set(points.map(({ key }) => key)).size).toBe(points.length);
});

test('the order of time has the same runs, and different ones are counted', () => {
  const choices = options({ spreads: [0.11, 0.05] });
  const inTime = [...monthPointsInTime(choices, 'it')];
  const keys = (points: readonly MonthPoint[]) => points.map(({ key }) => key).toSorted();
  expect(keys(inTime)).toEqual(keys(pointsOf(choices)));
  expect(monthRunCount(choices)).toBe(new Set(keys(inTime)).size);
  const words = inTime.map(({ spread, label, seed }) => [spread, label, seed].join(' '));
  expect(words.slice(0, 5)).toEqual([
    '0.05 2003-10 1',
    '0.05 2003-10 1',
    '0.05 2003-10 2',
    '0.05 2003-10 2',
    '0.05 2003-11 1',
  ]);
  expect(words).toEqual(words.toSorted());
});

test('a month is as large as its network was, and never smaller than two whole cells', () => {
  const points = pointsOf(options({ seeds: [1], policies: [policySource('resilient')] }));
  expect(points.at(-1)).toMatchObject({ label: '2007-08', nodes: 80_000, pcs: 10_000_000 });
  expect(points[0]).toMatchObject({ label: '2003-10', nodes: 40_000 });
  for (const { nodes, pcs } of points)
    expect(nodes).toBe(Math.max(40_000, Math.round(pcs * 0.008)));
  const small = pointsOf(options({ nodes: 300 }));
  for (const { nodes } of small) expect(nodes).toBeGreaterThanOrEqual(300);
});

test('a spread widens what is drawn and moves neither its mean nor August 2007', () => {
  const only = { seeds: [1], policies: [policySource('resilient')] };
  const declared = sdOf(only);
  const twice = sdOf({ ...only, spreads: [2 * restartShareSd] });
  expect(twice).toEqual(declared.map((sd) => sd * 2));
  expect(declared.at(-1)).toBe(0);
  const [narrow, wide] = [0.05, 0.11].map((spread) =>
    pointsOf(options({ ...only, spreads: [spread] })),
  );
  expect(narrow?.at(-1)?.key).toBe(wide?.at(-1)?.key);
  expect(narrow?.at(-1)?.scenario.storm).toEqual(august2007.storm);
  expect(narrow?.[40]?.key).not.toBe(wide?.[40]?.key);
  const mean = { mean: patchTuesdays[40]?.inputs.restartShare };
  expect(mean).toMatchObject({ mean: { kind: 'beta' } });
  for (const points of [narrow, wide])
    expect({ ...points?.[40]?.inputs.restartShare, sd: 0 }).toEqual({ ...mean.mean, sd: 0 });
});

test('a run is another one where the program, the size or the way of retries is', () => {
  const key = (changes: Partial<MonthChoices>, program = 'it') =>
    pointsOf(options({ months: ['2007-06'], ...changes }), program)[0]?.key;
  const keys = [
    key({}),
    key({}, 'other'),
    key({ nodes: 90_000 }),
    key({ retries: 'executed' }),
    key({ seeds: [3] }),
    key({ policies: [policySource('herd')] }),
    key({ spreads: [0.1] }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(key({ spreads: [restartShareSd] })).toBe(key({}));
});

test('a thread is given the month as it was drawn, at full scale on the twin', () => {
  const [point] = pointsOf(options({ months: ['2006-02'], seeds: [5] }));
  if (point === undefined) throw new Error('expected a run');
  expect(monthTask(point, options())).toMatchObject({
    words: '2006-02, legacy-2007, seed 5',
    order: {
      cloud: 'twin',
      policy: policySource('legacy-2007'),
      seed: 5,
      scale: 'full',
      retries: 'aggregated',
      scenario: { name: 'patch-tuesday-2006-02' },
      nodeCount: point.nodes,
    },
  });
});
