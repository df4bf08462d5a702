import type { Station } from '#twin/station/station.ts';
import type { KnownResult } from './known/known-result.ts';
import { type RowGroup, type TwinParts, twinParts } from './twin-parts.ts';
import { networkGroups, simulatorGroups } from './validate.ts';

/**
 * Runs of a fifth of the quick table's: a tolerance grows as its runs get shorter. That the quick
 * table itself holds is a test of the command, in a process of its own, where it is ten times as
 * fast as in here.
 */
const scaled = (length: number) => length / 5;

test('the groups that are short hold as they are', () => {
  const names = simulatorGroups.map(({ name }) => name).filter((name) => name !== 'outageOf2021');
  const differing = rowsOf(twinParts, names).filter(({ verdict }) => verdict !== 'holds');
  expect(differing).toEqual([]);
});

test('the same seed gives the same rows, another one others', () => {
  const rows = (seed: number) => rowsOf(twinParts, ['fullQueue'], seed);
  expect(rows(1)).toEqual(rows(1));
  expect(rows(1)).not.toEqual(rows(2));
});

test('the rows of the network that leave nothing to chance hold at any length', () => {
  const names = ['loneMessages', 'pollersOfBacklog', 'fullLoginService', 'filledByNetwork'];
  const rows = rowsOf(twinParts, names, 5);
  expect(rows.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  expect(rows.length).toBeGreaterThan(10);
});

test('a log-in service of six a window is no service of five', () => {
  const parts: TwinParts = {
    ...twinParts,
    runNetwork: ({ settings, ...options }) => {
      const timings = {
        ...settings.timings,
        loginsPerRateLimitWindow: settings.timings.loginsPerRateLimitWindow + 1,
      };
      return twinParts.runNetwork({ ...options, settings: { ...settings, timings } });
    },
  };
  const rows = rowsOf(parts, ['fullLoginService']);
  expect(rows.map(({ ours, verdict }) => [ours, verdict])).toEqual([
    [6, 'differs'],
    [6, 'differs'],
  ]);
});

/** Stations that are not what they say: each part broken in one way. */
const altered = (change: (station: Station) => Partial<Station>): TwinParts => ({
  ...twinParts,
  runStation: (station, onEnd) => twinParts.runStation({ ...station, ...change(station) }, onEnd),
});

const alwaysTheMean = altered(({ service }) =>
  service.law === 'empirical' ? {} : { service: { law: 'deterministic', meanMs: service.meanMs } },
);
const alwaysFifo = altered(({ queue }) => ({ queue: { ...queue, discipline: 'fifo' } }));
const oneMoreRoom = altered(({ queue }) =>
  queue.limit === 'none' ? {} : { queue: { ...queue, limit: queue.limit + 1 } },
);
const oneServerMore = altered(({ servers }) => ({ servers: servers + 1 }));
const noPauses = altered(({ clients }) => ({
  clients: { ...clients, backoff: { law: 'none' } },
}));
const noRetries = altered(({ clients }) => ({ clients: { ...clients, retries: 0 } }));
const cutShort = altered(({ durationMs }) => ({ durationMs: Math.min(durationMs, 130_000) }));
const cutShortWithoutRetries = altered(({ clients, durationMs }) => ({
  clients: { ...clients, retries: 0 },
  durationMs: Math.min(durationMs, 130_000),
}));
const nobodyLeaves = altered(({ clients }) => ({
  clients: { ...clients, abandonsQueue: false },
}));
const everybodyLeaves = altered(({ clients }) => ({
  clients: { ...clients, abandonsQueue: clients.timeoutMs !== 'none' },
}));
const regularArrivals = altered(({ load }) => ({ load: { ...load, law: 'deterministic' } }));
const lostTime: TwinParts = {
  ...twinParts,
  runStation: (station, onEnd) => {
    const result = twinParts.runStation(station, onEnd);
    const { stays } = result;
    return { ...result, stays: { ...stays, totalMs: stays.totalMs * 0.9999 } };
  },
};
const pausesAtOnce: TwinParts = { ...twinParts, backoffMs: () => 0 };
const withoutJitter: TwinParts = {
  ...twinParts,
  backoffMs: (backoff, retry, previousMs, random) =>
    backoff.law === 'exponential'
      ? twinParts.backoffMs({ ...backoff, jitter: 'none' }, retry, previousMs, random)
      : twinParts.backoffMs(backoff, retry, previousMs, random),
};
const retriesTwiceAsLong: TwinParts = {
  ...twinParts,
  retryLogin: (request, reason, settings, random, nowMs) =>
    twinParts.retryLogin(
      { ...request, attempt: request.attempt + 1 },
      reason,
      settings,
      random,
      nowMs,
    ),
};
const oneChoice: TwinParts = {
  ...twinParts,
  placeClient: (supernodes, settings, random, nowMs) => {
    const first = random();
    random();
    return twinParts.placeClient(supernodes, settings, () => first, nowMs);
  },
};
const withoutSlots: TwinParts = {
  ...twinParts,
  placeClient: (supernodes, settings, random, nowMs) => {
    const roomy = supernodes.map((one) => ({ ...one, slots: 1e9 }));
    return twinParts.placeClient(roomy, settings, random, nowMs);
  },
};

test.each<[string, TwinParts, string[], RegExp[]]>([
  [
    'services that always take their mean',
    alwaysTheMean,
    ['halfLoaded', 'otherLaws', 'everybodyWaits'],
    [/0.5: mean time/, /0.5: mean number/, /FIFO/, /LIFO/, /lognormal/, /hyper/, /M\/M\/5/],
  ],
  ['first come first served for LIFO', alwaysFifo, ['halfLoaded'], [/LIFO/]],
  ['room for one more', oneMoreRoom, ['fullQueue', 'nobodyWaits'], [/rejected/]],
  ['a server more', oneServerMore, ['nobodyWaits', 'everybodyWaits'], [/servers/, /M\/M\/5/]],
  ['arrivals without chance', regularArrivals, ['halfLoaded', 'nobodyWaits'], [/time/, /rejected/]],
  ['retries without pauses', noPauses, ['retryPauses'], [/none/, /full/, /equal/]],
  ['no retries', noRetries, ['retryWork'], [/10 %/, /100 %/]],
  [
    'no retries after an outage',
    cutShortWithoutRetries,
    ['outageOf2021'],
    [/attempts a second/, /stands still/],
  ],
  ['a queue that nobody leaves', nobodyLeaves, ['impatience'], [/queue is left/]],
  ['a queue that everybody leaves', everybodyLeaves, ['impatience'], [/share late/]],
  ['a ten-thousandth of all time lost', lostTime, ['littlesLaw'], [/number/]],
  [
    'backoff without pauses',
    pausesAtOnce,
    ['backoffTable'],
    [/exponential/, /full/, /equal/, /decor/],
  ],
  ['backoff without jitter', withoutJitter, ['backoffTable'], [/full/, /equal/, /decorrelated/]],
  ['a domain that doubles once more', retriesTwiceAsLong, ['retriedByDomain'], [/retryLogin/]],
  ['placement by one choice', oneChoice, ['placedByDomain'], [/mean time/, /the model's/]],
  ['placement that sees no slots', withoutSlots, ['boundedLoads'], [/fullest/]],
])('%s make rows fail, and those that are about it', (_, parts, groups, failing) => {
  const rows = rowsOf(parts, groups);
  const differing = rows.filter(({ verdict }) => verdict === 'differs').map(({ name }) => name);
  for (const name of failing) expect(differing).toContainEqual(expect.stringMatching(name));
});

test('the wrong order of service fails the one row that is about it', () => {
  const differing = rowsOf(alwaysFifo, ['halfLoaded', 'fullQueue']).filter(
    ({ verdict }) => verdict === 'differs',
  );
  expect(differing.map(({ name }) => name)).toEqual(['M/M/1, load 0.5, LIFO: mean square of wait']);
});

test('a shorter look at the outage sees the same load and the same edge', () => {
  const rows = rowsOf(cutShort, ['outageOf2021']).slice(0, 3);
  expect(rows.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
});

function rowsOf(parts: TwinParts, names: readonly string[], seed = 2007): KnownResult[] {
  const groups = names.map((name) => groupNamed(name));
  return groups.flatMap((group) => group({ seed, parts, scaled }));
}

function groupNamed(name: string): RowGroup {
  const group = [...simulatorGroups, ...networkGroups].find((one) => one.name === name);
  if (group === undefined) throw new Error(`expected a group of rows called ${name}`);
  return group;
}
