import fc from 'fast-check';
import { aNode, aStorm, hourMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import { reportBeatMs } from '../limits.ts';
import type { NodeRecord } from '../network.ts';
import type { Storm } from '../run-settings.ts';
import { wantsOnline } from './day-profile.ts';
import { onBeatMs, turnover } from './turnover.ts';

const dayMs = 24 * hourMs;
const startsAtMs = noonMs - dayMs;
const span = { atMs: noonMs, untilMs: noonMs + hourMs };
const cell = 'c0000';

/** Nobody but those who could carry others by night, half of the rest by day. */
const day = {
  workdayShares: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 0.5 : 0)),
  weekendFactor: 1,
};

const settingsOf = (some: Partial<Storm>, seed = 2007) =>
  someSettings({ seed, startsAtMs, storm: aStorm(some) });

const people = (count: number, some: Partial<NodeRecord> = {}) =>
  Array.from({ length: count }, (_, index) => aNode({ nodeId: `n${index}`, ...some }));

const off = { state: 'offline', home: null } as const;

test('whoever is on and wants to be off leaves, at the boot that it is at', () => {
  const night = { atMs: noonMs + 10 * hourMs, untilMs: noonMs + 11 * hourMs };
  const turns = turnover(settingsOf({ day }), night, cell, people(20, { epoch: 7 }));
  expect(turns).toHaveLength(20);
  for (const turn of turns) {
    expect(turn).toMatchObject({ kind: 'leaves', epoch: 7 });
    expect(turn.dueAtMs).toBeGreaterThanOrEqual(night.atMs);
    expect(turn.dueAtMs).toBeLessThan(night.untilMs);
  }
});

test('whoever is off and wants to be on joins, at its next boot, and says what it is', () => {
  const settings = settingsOf({ day });
  const sleepers = people(100, { epoch: 3, utcOffsetMinutes: 60, ...off });
  const turns = turnover(settings, span, cell, sleepers);
  const wanting = sleepers.filter((node) => wantsOnline(node, settings, span.untilMs));
  expect(turns.map(({ nodeId }) => nodeId)).toEqual(wanting.map(({ nodeId }) => nodeId));
  expect(wanting.length).toBeGreaterThan(30);
  const profile = { eligible: false, claimedSlots: 0, utcOffsetMinutes: 60 };
  for (const turn of turns) expect(turn).toMatchObject({ kind: 'joins', epoch: 4, ...profile });
});

test('whoever is as it wants to be is left alone, whether signed in or waiting', () => {
  const settings = settingsOf({ day });
  const settled = people(50).map((node): NodeRecord => {
    if (!wantsOnline(node, settings, span.untilMs)) return { ...node, ...off };
    return Number(node.nodeId.slice(1)) % 2 === 0
      ? { ...node, state: 'waiting', home: null }
      : node;
  });
  expect(turnover(settings, span, cell, settled)).toEqual([]);
});

test('without a day and without growth nobody comes or goes', () => {
  expect(turnover(settingsOf({}), span, cell, people(50))).toEqual([]);
});

test('decided again it says the same, so that a lost message is made good', () => {
  const settings = settingsOf({ day, growthPerDay: 0.1 });
  const nodes = people(50, off);
  const turns = turnover(settings, span, cell, nodes);
  expect(turnover(settings, span, cell, nodes)).toEqual(turns);
  const [first] = turns;
  const arrived = nodes.map((node) =>
    node.nodeId === first?.nodeId ? { ...node, state: 'waiting' as const, epoch: 2 } : node,
  );
  expect(turnover(settings, span, cell, arrived)).toEqual(turns.slice(1));
});

test('those of a cell report on its beat, one minute after the other', () => {
  const settings = settingsOf({ day });
  const momentsIn = (name: string) => {
    const turns = turnover(settings, span, name, people(2_000, off));
    expect(turns.length).toBeGreaterThan(500);
    return turns.map(({ dueAtMs }) => dueAtMs);
  };
  const moments = momentsIn(cell);
  expect(new Set(moments).size).toBe(hourMs / reportBeatMs);
  const phases = (times: readonly number[]) => new Set(times.map((time) => time % reportBeatMs));
  expect(phases(moments).size).toBe(1);
  expect(phases(momentsIn('c0001'))).not.toEqual(phases(moments));
});

test('a moment is moved by less than a beat, and stays within its span', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 * 60_000 }),
      fc.double({ min: 0, max: 1 - 1e-9, noNaN: true }),
      fc.double({ min: 0, max: 1 - 1e-9, noNaN: true }),
      (lengthMs, beatAt, moment) => {
        const some = { atMs: noonMs, untilMs: noonMs + lengthMs };
        const atMs = onBeatMs(some, beatAt, moment);
        expect(atMs).toBeGreaterThanOrEqual(some.atMs);
        expect(atMs).toBeLessThan(some.untilMs);
        const movedMs = Math.abs(atMs - (noonMs + moment * lengthMs));
        expect(movedMs).toBeLessThanOrEqual(2 * reportBeatMs);
      },
    ),
  );
});

test('in every hour a node has the same moment, so that its coming and going keep apart', () => {
  const settings = settingsOf({ day });
  const momentOf = (hours: number, node: NodeRecord) => {
    const at = { atMs: noonMs + hours * hourMs, untilMs: noonMs + (hours + 1) * hourMs };
    const [turn] = turnover(settings, at, cell, [node]);
    return turn === undefined ? undefined : turn.dueAtMs - at.atMs;
  };
  const comers = people(50).filter((node) => momentOf(0, { ...node, ...off }) !== undefined);
  expect(comers.length).toBeGreaterThan(10);
  for (const node of comers) expect(momentOf(0, { ...node, ...off })).toBe(momentOf(10, node));
});

describe('growth', () => {
  const grownAfter = (days: number, nodes: readonly NodeRecord[], growthPerDay = 0.1) => {
    const untilMs = startsAtMs + days * dayMs;
    const later = { atMs: untilMs - hourMs, untilMs };
    return turnover(settingsOf({ growthPerDay }), later, cell, nodes);
  };

  test('brings its share of new nodes a day, at their first boot', () => {
    const turns = grownAfter(2, people(100));
    expect(Math.abs(turns.length - 20)).toBeLessThanOrEqual(1);
    for (const turn of turns) {
      expect(turn).toMatchObject({ kind: 'joins', epoch: 1 });
      expect(turn.nodeId).toMatch(/^gc0000-\d+$/);
    }
  });

  test('brings each of them once, and does not grow on what has grown', () => {
    const first = grownAfter(1, people(100));
    const joined = first.map(({ nodeId }) => aNode({ nodeId, state: 'waiting', home: null }));
    expect(grownAfter(1, [...people(100), ...joined])).toEqual([]);
    const second = grownAfter(2, [...people(100), ...joined]);
    const names = [...first, ...second].map(({ nodeId }) => nodeId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(grownAfter(2, people(100)).length);
  });

  test('adds up over many cells, however small the share of each is', () => {
    let count = 0;
    for (let index = 0; index < 400; index += 1) {
      const settings = settingsOf({ growthPerDay: 0.0025 });
      const untilMs = startsAtMs + dayMs;
      const turns = turnover(settings, { atMs: noonMs, untilMs }, `c${index}`, people(100));
      count += turns.length;
    }
    // A quarter of a node a cell and day; five standard deviations of a binomial count are 43.
    expect(Math.abs(count - 100)).toBeLessThan(43);
  });

  test('makes new nodes like the old ones: some could carry others, each in some zone', () => {
    const zones = [-300, 540].map((utcOffsetMinutes) => ({
      label: `${utcOffsetMinutes}`,
      utcOffsetMinutes,
      nodeShare: 1,
      supernodeShare: 0,
    }));
    const settings = settingsOf({ zones, growthPerDay: 10 });
    const turns = turnover(settings, { atMs: noonMs, untilMs: noonMs + dayMs }, cell, people(100));
    const joins = turns.filter((turn) => turn.kind === 'joins');
    const shareOf = (is: (turn: (typeof joins)[number]) => boolean) =>
      joins.filter(is).length / joins.length;
    expect(Math.abs(shareOf(({ eligible }) => eligible) - 0.3)).toBeLessThan(0.06);
    expect(
      Math.abs(shareOf(({ utcOffsetMinutes }) => utcOffsetMinutes === 540) - 0.5),
    ).toBeLessThan(0.06);
    for (const { eligible, claimedSlots } of joins) expect(claimedSlots).toBe(eligible ? 10 : 0);
  });

  test('waits for the hour at which a new node wants to be on', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const settings = settingsOf({ day, growthPerDay: 0.5 }, seed);
        const night = { atMs: noonMs + 10 * hourMs, untilMs: noonMs + 11 * hourMs };
        const joins = turnover(settings, night, cell, people(20, off));
        for (const turn of joins) expect(turn).toMatchObject({ kind: 'joins', eligible: true });
        expect(turnover(settings, span, cell, people(20, off)).length).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });
});
