// Here and not beside domain/scenario/check-scenario.ts, since it is the scenarios that are tried.
import fc from 'fast-check';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { wavesMax } from '#domain/storm/observation-budget.ts';
import { august2007 } from './august-2007.ts';
import { scenarios } from './catalogue.ts';
import { patchTuesdays } from './months/patch-tuesdays.ts';

const shipped = [...Object.values(scenarios), ...patchTuesdays.map((story) => story.scenario(1))];

/** A scenario with one field replaced; the path is written as a problem writes it. */
function withField(scenario: Scenario, path: string, value: unknown): Scenario {
  const copy = structuredClone(scenario) as unknown as Record<string, unknown>;
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const last = steps.pop() ?? '';
  let at = copy;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  at[last] = value;
  return copy as unknown as Scenario;
}

const fieldsOf = (scenario: Scenario) => checkScenario(scenario).map(({ field }) => field);

test.each(shipped.map((scenario) => [scenario.name, scenario] as const))(
  'nothing is wrong with %s',
  (_name, scenario) => {
    expect(checkScenario(scenario)).toEqual([]);
  },
);

const notFinite = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const below = (min: number) =>
  fc.double({ min: -1e12, max: min, noNaN: true }).filter((value) => value < min);
const above = (max: number) => fc.double({ min: max, minExcluded: true, max: 1e300, noNaN: true });
const notFrom = (min: number, max: number) => fc.oneof(notFinite, below(min), above(max));
const aPart = fc.double({ min: 0.01, max: 0.99, noNaN: true }).map((part) => 100 + part);

const dayMs = 86_400_000;
const share = notFrom(0, 1);
const perMessage = notFrom(1, dayMs);
const duration = notFrom(1, 31 * dayMs);
const whole = (min: number, max: number) => fc.oneof(notFrom(min, max), aPart);

/** What each field must not be, by itself. */
const broken: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom('', 'My Storm', '../storm', 'storm/1', 'x'.repeat(61)),
  title: fc.constantFrom('', '  '),
  startMs: notFrom(0, 4_102_444_800_000),
  usualOnlineCount: notFrom(0, 1e10),
  'embedded.shape.nodeCount': whole(2, 2e8),
  'embedded.shape.cellNodes': whole(2, 20_000),
  'embedded.shape.clientsPerSupernode': notFrom(1, 20_000),
  'embedded.shape.slotsPerSupernode': whole(1, 20_000),
  'embedded.shape.operatorSlots': whole(0, 20_000),
  'embedded.shape.eligibleShare': share,
  'embedded.sizes.headroom': notFrom(0, 100),
  'embedded.sizes.promotionsPerStep': whole(1, 20_000),
  'embedded.sizes.attemptsPerMinuteMax': fc.oneof(notFrom(0, 1e9), fc.constant(0)),
  'storm.zones[0].utcOffsetMinutes': whole(-14 * 60, 14 * 60),
  'storm.zones[0].nodeShare': share,
  'storm.zones[0].supernodeShare': share,
  'storm.zones[0].label': fc.constant(''),
  'storm.nights[0].label': fc.constant(''),
  'storm.nights[0].threeAmUtcMs': notFrom(0, 4_102_444_800_000),
  'storm.nights[0].strikes': fc.constantFrom('clients', '', null),
  'storm.spreadMs': notFrom(0, 900_000),
  'storm.growthPerDay': notFrom(0, 10),
  'timings.bootMsMin': notFrom(0, dayMs),
  'timings.bootMsMax': notFrom(0, dayMs),
  'timings.orphanNoticeMsMax': notFrom(0, dayMs),
  'timings.clientTimeoutMs': duration,
  'timings.retryMs': perMessage,
  'timings.backoffMsBase': perMessage,
  'timings.backoffMsMax': perMessage,
  'timings.leaseMs': duration,
  'timings.renewEveryMs': perMessage,
  'timings.healOverdueMs': duration,
  'timings.rateLimitWindowMs': duration,
  'timings.candidateListMs': duration,
  'timings.observeEveryMs': notFrom(1_000, dayMs),
  'timings.observeForMs': duration,
  'target.onlineShare': notFrom(0.01, 1),
  'target.healWithinMs': notFrom(1, 2 ** 31 - 1),
};

test.each(Object.keys(broken))('a value that cannot be is found and named: %s', (field) => {
  const values = broken[field] ?? fail();
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(scenarios)), values, (name, value) => {
      const scenario = scenarios[name] ?? fail();
      expect(fieldsOf(withField(scenario, field, value))).toContain(field);
    }),
    { numRuns: 60 },
  );
});

test('the same goes for the full size, and for timings that are its own', () => {
  const values = { 'full.shape.cellNodes': 20_001, 'full.timings.healPaceMs': 0 };
  for (const [field, value] of Object.entries(values))
    expect(fieldsOf(withField(august2007, field, value))).toEqual([field]);
  expect(fieldsOf(withField(august2007, 'timings.healPaceMs', -1))).toEqual(['timings.healPaceMs']);
});

const { storm, timings, embedded, startMs } = august2007;
const [first, second] = storm.zones;
if (first === undefined || second === undefined) throw new Error('expected two zones');

/** Fields that are possible by themselves, and contradict others. */
test.each<[string, string, unknown, string, RegExp]>([
  ['shares that add up to less', 'storm.zones[0].nodeShare', 0, 'storm.zones', /nodeShare.*0.95/],
  ['supernodes all too few', 'storm.zones[4].supernodeShare', 0, 'storm.zones', /supernodeShare/],
  ['no zone', 'storm.zones', [], 'storm.zones', /at least one zone/],
  ['no night', 'storm.nights', [], 'storm.nights', /at least one night/],
  ['a zone twice', 'storm.zones[1].label', first.label, 'storm.zones[1].label', /twice/],
  [
    'an offset twice',
    'storm.zones[1].utcOffsetMinutes',
    first.utcOffsetMinutes,
    'storm.zones[1].utcOffsetMinutes',
    /restart twice/,
  ],
  [
    'a night before the start',
    'storm.nights[0].threeAmUtcMs',
    startMs,
    'storm.nights[0].threeAmUtcMs',
    /before the run's start/,
  ],
  [
    'a share above all',
    'storm.nights[0].restartShare',
    1.1,
    'storm.nights[0].restartShare',
    /from 0 to 1/,
  ],
  [
    'a forgotten zone',
    'storm.nights[0].restartShare',
    { 'UTC+9': 0.1 },
    'storm.nights[0].restartShare',
    /share for zone UTC\+8/,
  ],
  [
    'a zone that is not',
    'storm.nights[0].restartShare.Mars',
    0.1,
    'storm.nights[0].restartShare.Mars',
    /no such zone: UTC\+9/,
  ],
  ['more than all', 'storm.nights[1].restartShare', 1, 'storm.nights', /more than all/],
  ['nobody', 'storm.nights', [nightOf(0)], 'storm.nights', /some node to restart/],
  ['no hours', 'storm.day.workdayShares', [1], 'storm.day.workdayShares', /24 shares, got 1/],
  [
    'nobody at any hour',
    'storm.day.workdayShares',
    Array(24).fill(0),
    'storm.day.workdayShares',
    /somebody to be on/,
  ],
  ['a slow boot', 'timings.bootMsMin', 300_000, 'timings.bootMsMin', /longer than the longest/],
  ['a short lease', 'timings.leaseMs', timings.renewEveryMs, 'timings.leaseMs', /first report/],
  ['an eager heal', 'embedded.timings', { healPaceMs: 3e5 }, 'embedded.timings.healPaceMs', /lost/],
  ['a low cap', 'timings.backoffMsMax', 4_000, 'timings.backoffMsBase', /above its maximum/],
  [
    'too few slots',
    'embedded.shape.slotsPerSupernode',
    20,
    'embedded.shape.slotsPerSupernode',
    /fewer than the 31\.\d clients/,
  ],
  [
    'slots reported twice',
    'embedded.sizes.slotsPerSupernode',
    99,
    'embedded.sizes.slotsPerSupernode',
    /expected what/,
  ],
  [
    'no supernode',
    'embedded.shape.clientsPerSupernode',
    embedded.shape.cellNodes,
    'embedded.shape.clientsPerSupernode',
    /no supernode/,
  ],
  [
    'too many cells',
    'embedded.shape.nodeCount',
    10_000_001,
    'embedded.shape.nodeCount',
    /10001 cells/,
  ],
  [
    'nobody observes',
    'target.healWithinMs',
    timings.observeForMs + 1,
    'target.healWithinMs',
    /nobody observes/,
  ],
  [
    'a month',
    'timings.observeForMs',
    30 * dayMs,
    'timings.observeForMs',
    /31\.\d days, more than 23\.9/,
  ],
  ['no verdict', 'expected.resilient', ['well'], 'expected.resilient', /no such verdict: well/],
  [
    'points out of order',
    'recoveryPoints[1].atMs',
    startMs,
    'recoveryPoints[1].atMs',
    /from 1187195400000/,
  ],
  [
    'a range beside its count',
    'recoveryPoints[1].onlineCountRange',
    [1, 2],
    'recoveryPoints[1].onlineCountRange',
    /expected a range around 149608, got 1 to 2/,
  ],
  [
    'a range beside its moment',
    'recoveryPoints[1].atMsRange',
    [startMs, startMs + 1],
    'recoveryPoints[1].atMsRange',
    /expected a range around 1187302500000/,
  ],
  [
    'a provenance',
    'assumptions[0].provenance',
    'sure',
    'assumptions[0].provenance',
    /no such provenance/,
  ],
  ['no source', 'assumptions[2].source', '', 'assumptions[2].source', /comes from/],
])('%s: %s', (_title, path, value, field, reason) => {
  const problems = checkScenario(withField(august2007, path, value));
  const found = problems.find((one) => one.field === field);
  expect(found?.reason).toMatch(reason);
});

test('more waves than a run can have are refused', () => {
  const nights = Array.from({ length: wavesMax }, (_, at) => ({
    ...nightOf(1 / wavesMax),
    label: `night ${at}`,
    threeAmUtcMs: startMs + dayMs + at,
  }));
  const many = withField(august2007, 'storm.nights', nights);
  expect(checkScenario(many)).toEqual([
    { field: 'storm.nights', reason: expect.stringMatching(/waves are more than the 759/) },
  ]);
});

const observedFor = (observeForMs: number, observeEveryMs: number): Scenario => {
  const { full: _full, ...one } = withField(august2007, 'timings.observeForMs', observeForMs);
  return withField(one, 'timings.observeEveryMs', observeEveryMs);
};

test('an observation every second for a day is taken: further executions go on with it', () => {
  expect(checkScenario(observedFor(dayMs, 1_000))).toEqual([]);
});

test('observations that no history holds are refused, with the nearest values that do', () => {
  const [problem, ...others] = checkScenario(observedFor(20 * dayMs, 1_000));
  expect(others).toEqual([]);
  expect(problem?.field).toBe('timings.observeEveryMs');
  const reported = /at least (\d+) would do, or timings\.observeForMs of at most (\d+)$/;
  const [, everyMs, forMs] = reported.exec(problem?.reason ?? '') ?? [];
  expect(checkScenario(observedFor(20 * dayMs, Number(everyMs)))).toEqual([]);
  expect(checkScenario(observedFor(20 * dayMs, Number(everyMs) - 1_000))).toHaveLength(1);
  expect(checkScenario(observedFor(Number(forMs), 1_000))).toEqual([]);
  expect(checkScenario(observedFor(Number(forMs) + 1, 1_000))).toHaveLength(1);
});

function nightOf(restartShare: number) {
  return { label: 'night', threeAmUtcMs: startMs + dayMs, restartShare };
}

function fail(): never {
  throw new Error('expected values that the field must not have');
}
