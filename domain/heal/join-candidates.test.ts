import { aWaitingNode } from '#testing/domain/builders.ts';
import { policies } from '../policies.ts';
import { becomesCandidate, mayStandBy } from './join-candidates.ts';

const rebooted = aWaitingNode({ eligible: true, epoch: 2, provenEpoch: 1 });
const ordinary = aWaitingNode({ epoch: 2, provenEpoch: 1 });
const lostSupernode = aWaitingNode({ eligible: true, epoch: 2, provenEpoch: 2 });

test('an eligible node becomes a candidate by its first proof of a boot', () => {
  expect(becomesCandidate(rebooted)).toBe(true);
  expect(mayStandBy(rebooted, policies.resilient)).toBe(true);
});

test('who cannot carry others never becomes one', () => {
  expect(becomesCandidate(ordinary)).toBe(false);
  expect(mayStandBy(ordinary, policies.resilient)).toBe(false);
});

test('a supernode that was lost becomes none before it boots again', () => {
  expect(becomesCandidate(lostSupernode)).toBe(false);
  expect(mayStandBy(lostSupernode, policies.resilient)).toBe(false);
});

test('under no-priority nobody stands by, and who is placed becomes a candidate', () => {
  expect(mayStandBy(rebooted, policies['no-priority'])).toBe(false);
  expect(becomesCandidate(rebooted)).toBe(true);
});
