import { planStorm } from '#domain/storm/plan-storm.ts';
import { quietDay } from '#domain/storm/population.ts';
import { FAULT_KINDS } from '#local-cloud/faults.ts';
import { adversaryKinds } from '../swarm-case.ts';
import { drawSwarmCase } from './draw-swarm-case.ts';

const cases = Array.from({ length: 400 }, (_, seed) => drawSwarmCase(seed));
const shareOf = (list: readonly boolean[]) => list.filter(Boolean).length / list.length;

test('a seed draws the same case each time, and another one another', () => {
  expect(drawSwarmCase(7)).toEqual(drawSwarmCase(7));
  expect(drawSwarmCase(7)).not.toEqual({ ...drawSwarmCase(8), seed: 7 });
});

test('every case can be stored and begun: a quiet day that fits, and a storm that comes', () => {
  for (const { planned, seed } of cases) {
    const { settings, shape } = planned;
    const days = [...quietDay(shape, seed, 0)];
    expect(days.map(({ cell }) => cell.cell)).toEqual(settings.cells);
    for (const { supernodes } of days)
      for (const { used, slots } of supernodes) expect(used).toBeLessThanOrEqual(slots);
    expect(planStorm(settings).some(({ kind }) => kind === 'restart')).toBe(true);
  }
});

test('half of all cases are resilient, and each hypothesis has its share of the others', () => {
  const isResilient = cases.map(({ planned }) => planned.settings.policy.id === 'resilient');
  expect(shareOf(isResilient)).toBeGreaterThan(0.4);
  expect(shareOf(isResilient)).toBeLessThan(0.6);
  const switches = cases.map(({ planned }) => planned.settings.policy);
  for (const name of [
    'ghostSlots',
    'staleCandidates',
    'noPriority',
    'herd',
    'noBackpressure',
  ] as const)
    expect(shareOf(switches.map((policy) => policy[name]))).toBeGreaterThan(0.15);
});

test('each kind of fault is there in about half of all cases, and poison seldom', () => {
  for (const kind of FAULT_KINDS) {
    const share = shareOf(cases.map(({ faults }) => faults[kind] > 0));
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  }
  const poisoned = shareOf(cases.map(({ faults }) => faults.poison > 0));
  expect(poisoned).toBeGreaterThan(0.02);
  expect(poisoned).toBeLessThan(0.2);
});

test('nobody interferes once it is quiescent, and each kind of adversary comes at times', () => {
  const kinds = new Set(cases.flatMap(({ adversaries }) => adversaries.map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual([...adversaryKinds].sort());
  for (const { adversaries, quiescentAtMs, silence } of cases) {
    for (const { atMs } of adversaries) expect(atMs).toBeLessThanOrEqual(quiescentAtMs);
    expect(silence?.untilMs ?? quiescentAtMs).toBe(quiescentAtMs);
  }
});

test('copies meet in about half of all cases, most of them at the last slots', () => {
  const some = cases.filter(({ copies }) => copies !== null);
  expect(some.length / cases.length).toBeGreaterThan(0.4);
  expect(some.length / cases.length).toBeLessThan(0.6);
  const contended = some.filter(({ copies }) => copies?.isContended);
  expect(contended.length).toBeGreaterThan(some.length / 2);
  for (const { copies, quiescentAtMs } of some) expect(copies?.untilMs).toBe(quiescentAtMs);
  for (const { planned, mustHeal } of contended) {
    expect(planned.shape.operatorSlots).toBe(1);
    const { loginsPerRateLimitWindow, backoffMsMax, backoffMsBase } = planned.settings.timings;
    const { nodeCount, cellCount } = planned.shape;
    expect(loginsPerRateLimitWindow).toBeGreaterThan(nodeCount / cellCount);
    expect(backoffMsMax).toBeLessThanOrEqual(8_000);
    expect(backoffMsBase).toBeLessThanOrEqual(backoffMsMax);
    expect(mustHeal).toBe(false);
  }
});

test('a network that must heal is mended, unpoisoned, and watched for long enough', () => {
  const must = cases.filter(({ mustHeal }) => mustHeal);
  expect(must.length).toBeGreaterThan(20);
  for (const { planned, faults } of must) {
    const { policy, timings, target } = planned.settings;
    expect(policy.id).toBe('resilient');
    expect(faults.poison).toBe(0);
    expect(timings.observeForMs).toBeGreaterThan(target.healWithinMs);
  }
});
