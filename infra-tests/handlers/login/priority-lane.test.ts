// Those who could carry others come first, since they bring what everybody else waits for.
import { loadCandidates } from '#adapters/network/cell-reader.ts';
import { openTable } from '#adapters/network/table.ts';
import type { NodeRecord } from '#domain/network.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import {
  aHealStep,
  aLoss,
  aNode,
  aProof,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { aControlPlane } from '../control-plane.ts';
import { aSignedLogin } from './signed-login.ts';

/** A node that could carry others, after a restart that it has not proven itself since. */
const rebooted = (some: Partial<NodeRecord> = {}) =>
  aWaitingNode({ nodeId: 'e1', eligible: true, claimedSlots: 10, provenEpoch: 0, ...some });

const closed = { fromMs: noonMs + 1, refillMs: 10 * minuteMs };

const under = (policy: PolicyId, loginsPerRateLimitWindow = 10) =>
  someSettings({ policy: policies[policy], timings: someTimings({ loginsPerRateLimitWindow }) });

const loginOf = (nodeId: string) => aSignedLogin({ nodeId });

/** Without a free slot anywhere. */
const full = (policy: PolicyId, node = rebooted()) =>
  aControlPlane([aSupernodesNode(), node], [aSupernode({ slots: 0 })], {
    settings: under(policy),
    cell: { healDueAtMs: noonMs },
  });

test('who could carry others is placed while everybody else has to wait', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), rebooted(), aWaitingNode()],
    [aSupernode()],
    { cell: { gate: closed } },
  );
  await plane.deliver('login', loginOf('n1'), loginOf('e1'));
  expect(plane.node('e1').state).toBe('online');
  expect(plane.node('n1').state).toBe('waiting');
});

test('in its batch it is served first', async () => {
  const nodes = [aSupernodesNode(), aWaitingNode(), rebooted()];
  const plane = await aControlPlane(nodes, [aSupernode()], { settings: under('resilient', 1) });
  await plane.deliver('login', loginOf('n1'), loginOf('e1'));
  expect(plane.node('e1').state).toBe('online');
  expect(plane.counted('LoginsBusy')).toBe(1);
});

test('who finds no slot stands by, and heal promotes it at once', async () => {
  const plane = await full('resilient');
  await plane.deliver('heal', aHealStep());
  expect(plane.supernode('s1').slots).toBe(0);
  expect(plane.node('e1').role).toBe('client');
  await plane.deliver('login', loginOf('e1'));
  expect(plane.node('e1')).toMatchObject({ state: 'waiting', provenEpoch: 1, minNonce: noonMs });
  expect(plane.counted('LoginsStoodBy')).toBe(1);
  await plane.deliver('heal', aHealStep(1));
  expect(plane.node('e1')).toMatchObject({ role: 'supernode', state: 'online' });
});

test('who stands by keeps asking, with the same proof', async () => {
  const plane = await full('resilient');
  await plane.deliver('login', loginOf('e1'));
  const [again] = plane.takeSent('login');
  if (again === undefined) throw new Error('expected the client to ask again');
  await plane.wait(minuteMs);
  await plane.deliver('login', { ...again, dueAtMs: noonMs + minuteMs });
  expect(plane.takeSent('login')).toMatchObject([{ attempt: 3 }]);
  expect(plane.counted('LoginsStoodBy')).toBe(1);
  expect(plane.counted('LoginsRefused')).toBe(0);
});

test('under no-priority it waits for its admission time, and stands by for nobody', async () => {
  const plane = await full('no-priority');
  await plane.deliver('login', loginOf('e1'));
  await plane.deliver('heal', aHealStep());
  expect(plane.counted('LoginsStoodBy')).toBe(0);
  expect(plane.node('e1')).toMatchObject({ role: 'client', provenEpoch: 0 });
});

test.each(['resilient', 'no-priority'] as const)(
  'under %s who is placed is a candidate from then on',
  async (policy) => {
    const plane = await aControlPlane([aSupernodesNode(), rebooted()], [aSupernode({ slots: 1 })], {
      settings: under(policy),
      cell: { population: 9, healDueAtMs: noonMs },
    });
    await plane.deliver('login', loginOf('e1'));
    await plane.deliver('heal', aHealStep());
    expect(plane.node('e1').role).toBe('supernode');
    expect(plane.supernode('s1').used).toBe(0);
  },
);

test('who cannot carry others is never promoted, placed or not', async () => {
  const plane = await full('resilient', aWaitingNode({ provenEpoch: 0 }));
  await plane.deliver('login', loginOf('n1'));
  await plane.deliver('heal', aHealStep());
  expect(plane.node('n1')).toMatchObject({ role: 'client', provenEpoch: 0 });
});

test('a supernode that was lost is placed, and not promoted before it boots again', async () => {
  const over = noonMs - 1;
  const plane = await aControlPlane(
    [aSupernodesNode(), aSupernodesNode({ nodeId: 's2' }), aNode()],
    [aSupernode({ used: 1, leaseUntilMs: over }), aSupernode({ nodeId: 's2' })],
    { cell: { population: 40, healDueAtMs: noonMs } },
  );
  await plane.deliver('membership', aLoss());
  plane.takeSent('login');
  await plane.deliver('login', loginOf('s1'));
  expect(plane.node('s1').home).toEqual({ supernode: 's2', epoch: 1 });
  const { healStep } = plane.records().cells[0] ?? { healStep: 0 };
  await plane.deliver('heal', aHealStep(healStep));
  expect(plane.node('s1').role).toBe('client');
  await plane.deliver('membership', aRestart({ nodeId: 's1' }));
  await plane.wait(hourMs / 2);
  const again = { nodeId: 's1', epoch: 2, dueAtMs: noonMs + hourMs / 2 };
  await plane.deliver('login', aSignedLogin({ ...again, proof: aProof({ nonce: noonMs + 1 }) }));
  expect(plane.node('s1').provenEpoch).toBe(2);
  const candidates = await loadCandidates(openTable(plane.runtime), here);
  expect(candidates.map(({ nodeId }) => nodeId)).toEqual(['s1']);
});
