import fc from 'fast-check';
import {
  aLogin,
  aNode,
  aProof,
  aWaitingNode,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import type { LoginRequested } from '../events.ts';
import { openGate } from '../network.ts';
import { policies } from '../policies.ts';
import { admissionTimeOf, admitLogin, type LoginFacts } from './admit-login.ts';

const timings = someTimings();
const resilient = someSettings({ timings });
const noBackpressure = someSettings({ timings, policy: policies['no-backpressure'] });

const facts = (some: Partial<LoginFacts> = {}): LoginFacts => ({
  gate: openGate,
  node: aNode(),
  signedIn: false,
  ...some,
});

const admit = (some: Partial<LoginFacts>, request: LoginRequested = aLogin(), nowMs = noonMs) =>
  admitLogin(facts(some), request, resilient, nowMs);

test('a waiting node is admitted at once while the gate is wide open', () => {
  expect(admit({})).toEqual({ kind: 'admitted', clientGone: false });
});

test('a log-in of a node that nobody knows is refused', () => {
  expect(admit({ node: undefined })).toEqual({ kind: 'refused', reason: 'unknown-node' });
});

test('a log-in of a boot that has not been heard of is refused', () => {
  const refused = { kind: 'refused', reason: 'epoch-from-the-future' };
  expect(admit({ node: aNode({ epoch: 1 }) }, aLogin({ epoch: 2 }))).toEqual(refused);
});

test('a log-in of an earlier boot is superseded', () => {
  expect(admit({ node: aNode({ epoch: 2 }) }).kind).toBe('superseded');
});

test('a log-in of somebody who is signed in is superseded', () => {
  expect(admit({ signedIn: true }).kind).toBe('superseded');
});

test('a log-in of a PC that was switched off is superseded', () => {
  const node = aNode({ state: 'offline', home: null });
  expect(admit({ node }).kind).toBe('superseded');
});

test('a proof that was used before is refused, and the latest is not', () => {
  const request = aLogin({ proof: aProof({ nonce: 7 }) });
  const after = (minNonce: number) => admit({ node: aWaitingNode({ minNonce }) }, request);
  expect(after(8)).toEqual({ kind: 'refused', reason: 'replayed' });
  expect(after(7).kind).toBe('admitted');
});

test('a request that was answered is superseded and not taken for a replay', () => {
  const node = aNode({ minNonce: noonMs + 1 });
  expect(admit({ node, signedIn: true }).kind).toBe('superseded');
});

test('a client waits up to its client timeout, and not a millisecond longer', () => {
  const clientTimeoutAtMs = noonMs + timings.clientTimeoutMs;
  expect(admit({}, aLogin(), clientTimeoutAtMs).kind).toBe('admitted');
  expect(admit({}, aLogin(), clientTimeoutAtMs + 1).kind).toBe('abandoned');
});

test('without backpressure the service works even for a client that has gone', () => {
  const late = noonMs + timings.clientTimeoutMs + 1;
  const closed = { fromMs: late, refillMs: 60 * minuteMs };
  const admission = admitLogin(facts({ gate: closed }), aLogin(), noBackpressure, late);
  expect(admission).toEqual({ kind: 'admitted', clientGone: true });
});

test('a client whose admission time is later gets to know it', () => {
  const gate = { fromMs: noonMs + 1, refillMs: 10 * minuteMs };
  const admissionAtMs = admissionTimeOf(gate, aLogin(), resilient.seed);
  expect(admissionAtMs).toBeGreaterThan(noonMs);
  expect(admit({ gate })).toEqual({ kind: 'deferred', admissionAtMs });
});

test('an admission time that a client was given holds, whatever the gate says by now', () => {
  const gate = { fromMs: noonMs + 1, refillMs: 10 * minuteMs };
  const reported = aLogin({ attempt: 2, admissionAtMs: noonMs });
  expect(admit({ gate }, reported).kind).toBe('admitted');
});

test('a client that comes when it was notified to is admitted', () => {
  const gate = { fromMs: noonMs, refillMs: 10 * minuteMs };
  const first = admit({ gate });
  if (first.kind !== 'deferred') throw new Error(`expected a deferral, got ${first.kind}`);
  const { admissionAtMs } = first;
  const again = aLogin({ attempt: 2, admissionAtMs, dueAtMs: admissionAtMs });
  expect(admit({ gate }, again, admissionAtMs).kind).toBe('admitted');
});

describe('who could carry others', () => {
  const gate = { fromMs: noonMs + 1, refillMs: 10 * minuteMs };
  const node = aWaitingNode({ eligible: true });

  test('goes past the gate without waiting for its admission time', () => {
    expect(admit({ gate, node })).toEqual({ kind: 'admitted', clientGone: false });
    expect(admit({ gate, node: aWaitingNode() }).kind).toBe('deferred');
  });

  test('waits like everybody under no-priority', () => {
    const noPriority = someSettings({ timings, policy: policies['no-priority'] });
    expect(admitLogin(facts({ gate, node }), aLogin(), noPriority, noonMs).kind).toBe('deferred');
  });

  test('is given up like everybody once its client timeout is over', () => {
    expect(admit({ node }, aLogin(), noonMs + timings.clientTimeoutMs + 1).kind).toBe('abandoned');
  });
});

const aGate = fc.record({ fromMs: fc.nat(), refillMs: fc.nat({ max: 10 ** 9 }) });

test('every admission time lies within the refill', () => {
  fc.assert(
    fc.property(aGate, fc.string(), fc.nat({ max: 999 }), fc.nat(), (gate, nodeId, boot, seed) => {
      const admissionAtMs = admissionTimeOf(gate, aLogin({ nodeId, epoch: boot + 1 }), seed);
      expect(admissionAtMs).toBeGreaterThanOrEqual(gate.fromMs);
      expect(admissionAtMs).toBeLessThanOrEqual(gate.fromMs + gate.refillMs);
    }),
  );
});

test('admission times are even: each tenth of the refill has about a tenth of the nodes', () => {
  const gate = { fromMs: noonMs, refillMs: 10_000 };
  const counts = new Array<number>(10).fill(0);
  for (let index = 0; index < 10_000; index += 1) {
    const admissionAtMs = admissionTimeOf(gate, aLogin({ nodeId: `n${index}` }), 1);
    const tenth = Math.floor((admissionAtMs - noonMs) / 1_000);
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1_100);
});

test('a node has another admission time at its next boot, so nobody is last for ever', () => {
  const gate = { fromMs: 0, refillMs: 10 ** 9 };
  expect(admissionTimeOf(gate, aLogin({ epoch: 1 }), 1)).not.toBe(
    admissionTimeOf(gate, aLogin({ epoch: 2 }), 1),
  );
});
