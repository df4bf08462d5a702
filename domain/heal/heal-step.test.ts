import fc from 'fast-check';
import {
  aCandidate,
  aCell,
  aSupernode,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
  someSizes,
  someTimings,
} from '#testing/domain/builders.ts';
import type { CellRecord, SupernodeRecord } from '../network.ts';
import { policies } from '../policies.ts';
import { type Candidate, healStep } from './heal-step.ts';

const settings = someSettings();
const ghostly = someSettings({ policy: policies['ghost-slots'] });

const heal = (
  cell: Partial<CellRecord>,
  supernodes: readonly SupernodeRecord[],
  candidates: readonly Candidate[] = [],
  under = settings,
) => healStep(aCell(cell), supernodes, candidates, under, noonMs);

const someCandidates = (count: number, some: Partial<Candidate> = {}) =>
  Array.from({ length: count }, (_, at) => aCandidate({ nodeId: `n${at}`, ...some }));

test('a cell with everybody signed in and slots for all asks for nothing and is left alone', () => {
  expect(heal({ population: 11 }, [aSupernode({ used: 10 })], someCandidates(3))).toMatchObject({
    onlineCount: 11,
    slotsLive: 10,
    slotsNeeded: 10,
    promote: [],
    retire: [],
    lost: [],
    nextAtMs: null,
  });
});

test('as long as somebody waits the next step comes after a pace', () => {
  const plan = heal({ population: 11 }, [aSupernode({ used: 9 })]);
  expect(plan.nextAtMs).toBe(noonMs + settings.timings.healPaceMs);
});

const brittle = someSettings({ sizes: someSizes({ headroom: 1.5 }) });

test('a cell that is short of slots has a next step although everybody is signed in', () => {
  const plan = heal({ population: 11 }, [aSupernode({ used: 10 })], someCandidates(1), brittle);
  expect(plan).toMatchObject({ slotsNeeded: 15, nextAtMs: noonMs + minuteMs });
});

test('once everybody is signed in nobody waits for slots that nobody is left to bring', () => {
  const full = [aSupernode({ used: 10 })];
  expect(heal({ population: 11 }, full, [], brittle)).toMatchObject({
    slotsNeeded: 15,
    nextAtMs: null,
  });
  expect(heal({ population: 12 }, full, [], brittle).nextAtMs).not.toBeNull();
});

test('as many are promoted as cover the missing slots', () => {
  const plan = heal({ population: 22 }, [aSupernode({ used: 10 })], someCandidates(9));
  expect(plan.slotsNeeded - plan.slotsCounted).toBe(11);
  expect(plan.promote).toHaveLength(2);
});

test('those who claim little are promoted in greater number, up to the limit of a step', () => {
  const short = [aSupernode({ used: 10 })];
  const promoted = (claimedSlots: number) =>
    heal({ population: 22 }, short, someCandidates(9, { claimedSlots })).promote.length;
  expect(promoted(1_000_000)).toBe(2);
  expect(promoted(4)).toBe(3);
  expect(promoted(0)).toBe(settings.sizes.promotionsPerStep);
});

test('an operator-run supernode carries clients but is nobody who signs in', () => {
  const operator = aSupernode({ operatorRun: true, used: 10 });
  expect(heal({ population: 10 }, [operator])).toMatchObject({ onlineCount: 10, slotsNeeded: 10 });
});

describe('who would give up a slot is promoted after', () => {
  const held = someCandidates(20, { home: { supernode: 's1', epoch: 1 } });
  const carrier = aSupernode({ used: 10 });
  const chosen = (other: Candidate, ...gone: readonly SupernodeRecord[]) =>
    heal({ population: 12 }, [carrier, ...gone], [...held, other]).promote;

  test('who never had a home', () => {
    const waiting = aCandidate({ nodeId: 'waits' });
    expect(chosen(waiting)).toEqual([waiting]);
  });

  test('an orphan, whether its supernode restarted, fell silent or was retired', () => {
    const orphan = aCandidate({ nodeId: 'orphan', home: { supernode: 's2', epoch: 1 } });
    const restarted = aSupernode({ nodeId: 's2', nodeEpoch: 2 });
    const silent = aSupernode({ nodeId: 's2', leaseUntilMs: noonMs });
    expect(chosen(orphan, restarted)).toEqual([orphan]);
    expect(chosen(orphan, silent)).toEqual([orphan]);
    expect(chosen(orphan)).toEqual([orphan]);
  });

  test('an orphan of a supernode that was promoted again since', () => {
    const orphan = aCandidate({ nodeId: 'orphan', home: { supernode: 's2', epoch: 1 } });
    const anew = aSupernode({ nodeId: 's2', epoch: 2, nodeEpoch: 2, slots: 0 });
    const plan = heal({ population: 13 }, [carrier, anew], [...held, orphan]);
    expect(plan.promote).toEqual([orphan]);
  });
});

test('a candidate homed at a newer registration than was seen is left for the next step', () => {
  const unseen = aCandidate({ home: { supernode: 's1', epoch: 2 } });
  const stale = [aSupernode({ nodeEpoch: 2 })];
  expect(heal({ population: 30 }, stale, [unseen]).promote).toEqual([]);
  const seen = [aSupernode({ epoch: 2, nodeEpoch: 2, used: 1 })];
  expect(heal({ population: 30 }, seen, [unseen]).promote).toEqual([unseen]);
});

test('who is promoted does not depend on the order in which candidates are read', () => {
  const candidates = someCandidates(20);
  const forward = heal({ population: 100 }, [], candidates);
  const backward = heal({ population: 100 }, [], [...candidates].reverse());
  expect(backward.promote).toEqual(forward.promote);
});

test('who restarted is retired, who fell silent is lost, who lives is kept', () => {
  const live = aSupernode({ nodeId: 'live' });
  const ghost = aSupernode({ nodeId: 'ghost', nodeEpoch: 2 });
  const silent = aSupernode({ nodeId: 'silent', leaseUntilMs: noonMs });
  const plan = heal({}, [live, ghost, silent]);
  expect(plan.retire).toEqual([ghost]);
  expect(plan.lost).toEqual([silent]);
  expect(plan.slotsLive).toBe(10);
});

test('the careless count keeps a ghost until its lease runs out, and then retires it', () => {
  const ghost = aSupernode({ nodeEpoch: 2, leaseUntilMs: noonMs + 1 });
  expect(heal({}, [ghost], [], ghostly)).toMatchObject({ slotsCounted: 10, retire: [] });
  const dead = aSupernode({ nodeEpoch: 2, leaseUntilMs: noonMs });
  expect(heal({}, [dead], [], ghostly)).toMatchObject({ slotsCounted: 0, retire: [dead] });
});

test('after a storm the switch `ghostSlots` alone decides whether anybody is promoted', () => {
  const ghosts = Array.from({ length: 4 }, (_, at) =>
    aSupernode({ nodeId: `s${at}`, nodeEpoch: 2, used: 9 }),
  );
  const afterStorm = { population: 40 };
  const under = (id: 'resilient' | 'ghost-slots' | 'no-backpressure' | 'legacy-2007') =>
    heal(afterStorm, ghosts, someCandidates(8), someSettings({ policy: policies[id] }));
  expect(under('resilient').promote).toHaveLength(3);
  expect(under('no-backpressure').promote).toHaveLength(3);
  expect(under('ghost-slots').promote).toHaveLength(0);
  expect(under('legacy-2007').promote).toHaveLength(0);
});

const anySupernode = fc
  .record({
    nodeId: fc.string({ minLength: 1, maxLength: 3 }),
    epoch: fc.integer({ min: 1, max: 2 }),
    nodeEpoch: fc.integer({ min: 2, max: 3 }),
    used: fc.integer({ min: 0, max: 10 }),
    leaseUntilMs: fc.integer({ min: noonMs - hourMs, max: noonMs + hourMs }),
    operatorRun: fc.boolean(),
  })
  .map(aSupernode);

const anyCell = fc.record({
  population: fc.nat({ max: 200 }),
  supernodes: fc.uniqueArray(anySupernode, { selector: ({ nodeId }) => nodeId, maxLength: 10 }),
  candidateCount: fc.nat({ max: 20 }),
  promotionsPerStep: fc.integer({ min: 0, max: 5 }),
});

test('no step promotes more than its limit, nor anybody twice', () => {
  fc.assert(
    fc.property(anyCell, ({ population, supernodes, candidateCount, promotionsPerStep }) => {
      const under = someSettings({ sizes: someSizes({ promotionsPerStep }) });
      const { promote } = heal({ population }, supernodes, someCandidates(candidateCount), under);
      expect(promote.length).toBeLessThanOrEqual(promotionsPerStep);
      expect(new Set(promote).size).toBe(promote.length);
    }),
  );
});

test('no record is both retired and lost, and none that is live is either', () => {
  fc.assert(
    fc.property(anyCell, fc.boolean(), ({ population, supernodes }, ghostSlots) => {
      const plan = heal({ population }, supernodes, [], ghostSlots ? ghostly : settings);
      const gone = [...plan.retire, ...plan.lost];
      expect(new Set(gone).size).toBe(gone.length);
      for (const { epoch, nodeEpoch, leaseUntilMs } of gone)
        expect(epoch !== nodeEpoch || leaseUntilMs <= noonMs).toBe(true);
    }),
  );
});

test('counting ghosts differs from counting right by exactly the ghosts', () => {
  fc.assert(
    fc.property(anyCell, ({ population, supernodes, candidateCount }) => {
      const candidates = someCandidates(candidateCount);
      const right = heal({ population }, supernodes, candidates);
      const careless = heal({ population }, supernodes, candidates, ghostly);
      const ghosts = supernodes.filter(
        (one) => one.epoch !== one.nodeEpoch && one.leaseUntilMs > noonMs,
      );
      expect(careless.slotsCounted - right.slotsCounted).toBe(10 * ghosts.length);
      expect(right.retire.filter((one) => !careless.retire.includes(one))).toEqual(ghosts);
      expect(careless.promote).toEqual(right.promote.slice(0, careless.promote.length));
      const { onlineCount, slotsLive, slotsNeeded, lost, gate } = right;
      expect(careless).toMatchObject({ onlineCount, slotsLive, slotsNeeded, lost, gate });
      if (ghosts.length === 0) expect(careless).toEqual(right);
    }),
    { numRuns: 300 },
  );
});

test('the gate stays as it is under a policy without backpressure', () => {
  const noBackpressure = someSettings({ policy: policies['no-backpressure'] });
  const gate = { fromMs: 5, refillMs: 7 };
  expect(heal({ population: 500, gate }, [], [], noBackpressure).gate).toBe(gate);
  expect(heal({ population: 500, gate }, [], []).gate).toEqual({
    fromMs: noonMs,
    refillMs: (500 / 10) * someTimings().rateLimitWindowMs,
  });
});
