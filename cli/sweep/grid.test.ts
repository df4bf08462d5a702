import { FAULTS_DEFAULT, FAULTS_NONE, parseFaults } from '#local-cloud/faults.ts';
import { policySource } from '#runner/policy-choice.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { type GridChoices, openGrid, pointsOf, pointsToRun, type SweepPoint } from './grid.ts';
import { FieldError } from './scenario-fields.ts';
import { varyWords } from './vary-words.ts';

function gridOf(vary: string[], choices: Partial<GridChoices> = {}) {
  return openGrid({
    scenario: drill,
    scale: 'embedded',
    policies: [policySource('resilient')],
    nodes: 60,
    seeds: [1],
    ...choices,
    vary: vary.map(varyWords),
  });
}

const points = (vary: string[], choices?: Partial<GridChoices>) => [
  ...pointsOf(gridOf(vary, choices)),
];

test('every value meets every other, seeds fastest, always in the same order', () => {
  const vary = [
    'timings.clientTimeoutMs=1s,2s',
    'nodes=60,80',
    'policy=herd,resilient',
    'seed=7,8',
  ];
  const found = points(vary);
  expect(found).toHaveLength(16);
  expect(gridOf(vary).pointCount).toBe(16);
  const reported = found.map(({ values, nodes, policy, seed }) =>
    [values['timings.clientTimeoutMs'], nodes, policy, seed].join(' '),
  );
  expect(reported.slice(0, 5)).toEqual([
    '1000 60 herd 7',
    '1000 60 herd 8',
    '1000 60 resilient 7',
    '1000 60 resilient 8',
    '1000 80 herd 7',
  ]);
  expect(new Set(reported).size).toBe(16);
  expect(points(vary)).toEqual(found);
});

test('a small point of each policy runs first, then every point, the largest before others', () => {
  const vary = ['timings.clientTimeoutMs=1s,2s', 'nodes=60,90,80', 'policy=herd,resilient'];
  const grid = gridOf(vary, { seeds: [1, 2] });
  const words = ({ values, nodes, policy, seed }: SweepPoint) =>
    [values['timings.clientTimeoutMs'], nodes, policy, seed].join(' ');
  const [herd, resilient, ...others] = [...pointsToRun(grid)].map(words);
  expect([herd, resilient]).toEqual(['1000 60 herd 1', '1000 60 resilient 1']);
  expect(others.toSorted()).toEqual([...pointsOf(grid)].map(words).toSorted());
  const nodes = others.map((word) => Number(word.split(' ')[1]));
  expect(nodes).toEqual(nodes.toSorted((a, b) => b - a));
});

test('points are made one at a time, so a grid too large to hold has a first one', () => {
  const vary = ['timings.clientTimeoutMs=1:10000:10000', 'timings.retryMs=1:10000:10000'];
  const first = (points: Iterable<SweepPoint>) => points[Symbol.iterator]().next().value;
  expect(first(pointsOf(gridOf(vary)))?.scenario.timings.clientTimeoutMs).toBe(1);
  expect(first(pointsToRun(gridOf(vary)))?.scenario.timings.clientTimeoutMs).toBe(1);
});

const onLocal = { faults: FAULTS_NONE } as const;

test('plans of faults are an axis, and rates are fields of each plan', () => {
  const vary = ['faults=none,default,light+crash=0.5', 'faults.throttle=0:0.2:2'];
  const names = points(vary, onLocal).map(({ faults }) => faults.name);
  expect(names).toEqual([
    'none',
    'default,throttle=0',
    'light,throttle=0,crash=0.5',
    'throttle=0.2',
    'default,throttle=0.2',
    'light,throttle=0.2,crash=0.5',
  ]);
  expect(gridOf(vary, onLocal).pointCount).toBe(6);
});

test('every rate of a plan is multiplied at once, and a plan is what its name says', () => {
  const found = points(['faults.*=x0.1,x3'], { faults: FAULTS_DEFAULT });
  expect(found.map(({ faults }) => faults.name)).toEqual(['light', 'heavy']);
  for (const { faults } of found) expect(parseFaults(faults.name)).toEqual(faults.plan);
});

test.each([
  ['faults.crash=1.5', /faults\.crash would be 1\.5; a rate is from 0 to 1/],
  ['faults.clockSkew=x20', /faults\.clockSkew would be 2; a rate/],
  ['faults.crsh=0.1', /Did you mean faults\.crash\?/],
  ['faults=defualt', /No fault is called 'defualt'\. Did you mean default\?/],
])('%s is refused before anything runs', (vary, words) => {
  expect(() => gridOf([vary], { faults: FAULTS_DEFAULT })).toThrow(words);
});

test('a value that is named twice is one value', () => {
  expect(gridOf(['timings.leaseMs=10min,600s,1h']).pointCount).toBe(2);
});

test('a value reaches the scenario, and nothing else of it changes', () => {
  const [point] = points(['timings.clientTimeoutMs=1s']);
  expect(point?.scenario).toEqual({
    ...drill,
    timings: { ...drill.timings, clientTimeoutMs: 1_000 },
  });
  expect(drill.timings.clientTimeoutMs).toBe(30_000);
});

test('sizes and shape are those of the scale that is run', () => {
  const [point] = points(['sizes.headroom=2', 'shape.operatorSlots=3']);
  expect(point?.scenario.embedded).toMatchObject({
    sizes: { headroom: 2 },
    shape: { operatorSlots: 3 },
  });
  const scale = { scenario: august2007, scale: 'full' } as const;
  const [full] = points(['sizes.headroom=2'], scale);
  expect(full?.scenario.full?.sizes.headroom).toBe(2);
  expect(full?.scenario.embedded).toEqual(august2007.embedded);
});

test('a star is every member, and a factor is of what each of them has', () => {
  const choices = { scenario: august2007 };
  const [point] = points(['storm.nights.*.restartShare.*=x0.5'], choices);
  const shares = ({ storm }: typeof august2007) =>
    storm.nights.flatMap(({ restartShare }) => Object.values(restartShare));
  expect(shares(august2007).length).toBeGreaterThan(10);
  expect(point && shares(point.scenario)).toEqual(shares(august2007).map((share) => share / 2));
  expect(point?.values).toEqual({ 'storm.nights.*.restartShare.*': 'x0.5' });
});

test('fields before one = take the same value', () => {
  const found = points(['sizes.slotsPerSupernode,shape.slotsPerSupernode=40,50']);
  expect(found).toHaveLength(2);
  const [, last] = found;
  expect(last?.scenario.embedded).toMatchObject({
    sizes: { slotsPerSupernode: 50 },
    shape: { slotsPerSupernode: 50 },
  });
});

test('null is a value where a field may be none', () => {
  const choices = { scenario: august2007 };
  const [point] = points(['sizes.attemptsPerMinuteMax=null'], choices);
  expect(point?.scenario.embedded.sizes.attemptsPerMinuteMax).toBeNull();
});

test.each([
  ['timings.leaseMS=1', /no field timings\.leaseMS\. Did you mean timings\.leaseMs\?/],
  ['nods=60', /Did you mean nodes\?/],
  ['leaseMs=1h', /no field leaseMs\. Did you mean timings\.leaseMs\?/],
  ['nosuch=1', /no field nosuch\. rebootstorm scenario fields lists those that there are\./],
  ['storm=1', /storm is no single field/],
  ['__proto__.x=1', /no field __proto__/],
  ['timings.constructor=1', /no field timings\.constructor/],
  ['full.sizes.headroom=1', /no field full\.sizes\.headroom/],
])('%s is refused, with the nearest that there is', (vary, words) => {
  expect(() => gridOf([vary])).toThrow(FieldError);
  expect(() => gridOf([vary])).toThrow(words);
});

test('a timing that the scale has of its own is not varied in vain', () => {
  const choices = { scenario: august2007, scale: 'full' } as const;
  expect(() => gridOf(['timings.healPaceMs=1s'], choices)).toThrow(/full scale has a value of its/);
  expect(gridOf(['full.timings.healPaceMs=1s'], choices).pointCount).toBe(1);
});

test('a grid too large to hold is counted all the same', () => {
  const vary = ['timings.clientTimeoutMs=1:10000:10000', 'timings.retryMs=1:10000:10000'];
  expect(gridOf(vary).pointCount).toBe(1e8);
});
