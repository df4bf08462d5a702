import {
  aCandidate,
  aCell,
  aSupernode,
  noonMs,
  someSettings,
  someSizes,
} from '#testing/domain/builders.ts';
import { nextRenewalAtMs } from '../membership/renewal-time.ts';
import { openGate } from '../network.ts';
import type { HealPlan } from './heal-step.ts';
import { firstRegistration, planStep } from './plan-step.ts';

const settings = someSettings({ sizes: someSizes({ slotsPerSupernode: 7 }) });
const cell = aCell({ healStep: 3, healDueAtMs: noonMs });
const asked: HealPlan = {
  onlineCount: 0,
  slotsLive: 0,
  slotsCounted: 0,
  slotsNeeded: 0,
  promote: [],
  retire: [],
  lost: [],
  gate: openGate,
  nextAtMs: noonMs + 1_000,
};
const homed = aCandidate({ home: { supernode: 's1', epoch: 1 } });

function promotionOf(candidate: typeof homed, supernodes = [aSupernode()]) {
  const plan = planStep(cell, supernodes, { ...asked, promote: [candidate] }, settings, noonMs);
  const [promotion] = plan.promotions;
  if (promotion === undefined) throw new Error('expected a promotion');
  return promotion;
}

test('a step that goes on sends the next one, and a copy of it is void', () => {
  expect(planStep(cell, [], asked, settings, noonMs)).toEqual({
    promotions: [],
    lost: [],
    retire: [],
    nextStep: { step: 4, dueAtMs: noonMs + 1_000 },
    row: { healStep: 4, healDueAtMs: noonMs + 1_000, gate: openGate },
    ifNotRecorded: 'void',
  });
});

test('a step that ends heal sends none, and comes again where it cannot be recorded', () => {
  expect(planStep(cell, [], { ...asked, nextAtMs: null }, settings, noonMs)).toMatchObject({
    nextStep: null,
    row: { healStep: 4, healDueAtMs: null },
    ifNotRecorded: 'comes-again',
  });
});

test('what is lost and what is retired is what the step asked for', () => {
  const [lost, retire] = [[aSupernode()], [aSupernode({ nodeId: 's2' })]];
  expect(planStep(cell, [], { ...asked, lost, retire }, settings, noonMs)).toMatchObject({
    lost,
    retire,
  });
});

test('a promoted client has the slots that it is believed, and renews in its own slot', () => {
  const promotion = promotionOf(aCandidate({ epoch: 2, claimedSlots: 9 }));
  expect(promotion.slots).toBe(7);
  expect(promotion.firstRenewalAtMs).toBe(nextRenewalAtMs(cell.cell, 'n1', settings, noonMs));
  expect(firstRegistration(cell.cell, promotion, noonMs + 5)).toEqual(
    aSupernode({ nodeId: 'n1', epoch: 2, nodeEpoch: 2, slots: 7, leaseUntilMs: noonMs + 5 }),
  );
});

test('a promoted client gives its slot back to the home that it names', () => {
  const home = aSupernode();
  const others = [aSupernode({ nodeId: 's2' }), home];
  expect(promotionOf(homed, others).slotBackTo).toBe(home);
  expect(promotionOf(aCandidate(), others).slotBackTo).toBeUndefined();
});

test.each([
  ['restarted since', [aSupernode({ nodeEpoch: 2 })]],
  ['was promoted anew since', [aSupernode({ epoch: 2, nodeEpoch: 2 })]],
  ['is gone', []],
])('a promoted client gives no slot back to a home that %s', (_, supernodes) => {
  expect(promotionOf(homed, supernodes).slotBackTo).toBeUndefined();
});
