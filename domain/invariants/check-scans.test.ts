import {
  aCell,
  aNode,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { checkScans } from './check-scans.ts';
import { invariantIds } from './invariant.ts';
import { drainedMsMax } from './rules/run-ends.ts';
import type { DeadLettersLeft, NetworkSnapshot } from './scans/scan-evidence.ts';

const nothingLeft: DeadLettersLeft = {
  deadLetters: { LoginDeadLetters: 0 },
  unclearDeadLetters: { LoginDeadLetters: 0 },
  sound: [],
  unreadQuarantinedCount: 0,
};

const idle = { membership: 1, login: 0, heal: 0 };

/** One supernode that carries one client, an hour after the storm, changed as the test says. */
function aSnapshot(some: Partial<NetworkSnapshot> = {}): NetworkSnapshot {
  return {
    atMs: noonMs + hourMs,
    settings: someSettings(),
    isOver: false,
    underWay: idle,
    cells: [aCell({ population: 2 })],
    nodes: [aSupernodesNode(), aNode()],
    supernodes: [aSupernode({ used: 1, leaseUntilMs: noonMs + 9 * hourMs })],
    ...some,
  };
}

/** What does not hold of two scans that differ as the test says. */
function complaints(
  first: Partial<NetworkSnapshot>,
  second: Partial<NetworkSnapshot> = first,
  messagesLeft: Partial<DeadLettersLeft> = {},
): Record<string, string> {
  const verdicts = checkScans({
    first: aSnapshot(first),
    second: aSnapshot({ atMs: noonMs + hourMs + 5_000, ...second }),
    messagesLeft: { ...nothingLeft, ...messagesLeft },
  });
  const others = verdicts.filter(({ verdict }) => verdict !== 'holds');
  return Object.fromEntries(
    others.map(({ id, verdict, violations: [violation], reason }) => [
      id,
      `${verdict}: ${violation?.words ?? reason}`,
    ]),
  );
}

const registrationOf = (used: number) => [aSupernode({ used, leaseUntilMs: noonMs + 9 * hourMs })];

test('every invariant is decided, and of a quiet network each holds', () => {
  const scans = { first: aSnapshot(), second: aSnapshot(), messagesLeft: nothingLeft };
  expect(checkScans(scans).map(({ id }) => id)).toEqual([...invariantIds]);
  expect(complaints({})).toEqual({});
});

test('a miscount that both scans show is one; one that moved between them is not known', () => {
  const leak = { supernodes: registrationOf(2) };
  const words = '2 slots used, 1 clients homed';
  const reported = {
    'no-slot-leaked': `violated: ${words}`,
    'counters-exact': `violated: ${words}`,
  };
  expect(complaints(leak)).toEqual(reported);
  const moved = 'unknown: 1 counts moved while they were read; check again';
  expect(complaints({}, leak)).toEqual({ 'no-slot-leaked': moved, 'counters-exact': moved });
  expect(complaints(leak, {})).toEqual({});
});

test('a miscount of other clients is another one', () => {
  const one = { nodes: [aSupernodesNode(), aNode(), aNode({ nodeId: 'n2' })] };
  const other = { nodes: [aSupernodesNode(), aNode(), aNode({ nodeId: 'n3' })] };
  const cells = [aCell({ population: 3 })];
  expect(complaints({ ...one, cells }, { ...other, cells })['one-home']).toMatch(/^unknown/);
  expect(complaints({ ...one, cells })['one-home']).toMatch(/^violated: 1 slots used, 2 clients/);
});

test('what is at a dead registration counts for nobody', () => {
  const supernodes = [aSupernode({ used: 7, nodeEpoch: 2 })];
  const nodes = [aWaitingNode({ nodeId: 's1', epoch: 2 })];
  const cells = [aCell({ population: 1 })];
  expect(complaints({ supernodes, nodes, cells })).not.toHaveProperty('no-slot-leaked');
});

test('a boot number or a minimum accepted nonce that falls between the scans is violated', () => {
  const high = { nodes: [aSupernodesNode(), aNode({ epoch: 4, minNonce: 9 })] };
  expect(complaints(high, {})).toMatchObject({
    'epochs-only-rise': 'violated: its epoch fell from 4 to 1',
    'nonce-never-reused': 'violated: its minimum accepted nonce fell from 9 to 0',
  });
  expect(complaints({}, high)).toEqual({});
});

test('who waits while nothing at all is under way is lost; else only the history knows', () => {
  const nodes = [aSupernodesNode(), aWaitingNode()];
  const waiting = { nodes, supernodes: registrationOf(0) };
  expect(complaints(waiting)['no-login-lost']).toMatch(/^unknown: 1 are not signed in/);
  const silent = { ...waiting, underWay: { membership: 0, login: 0, heal: 0 } };
  expect(complaints(silent)['no-login-lost']).toMatch(/^violated: .* no message at all/);
  expect(complaints({}, waiting)).not.toHaveProperty('no-login-lost');
});

test('who has a dead home for over a lease without a log-in under way was not reported', () => {
  const dead = { supernodes: [aSupernode({ used: 1, leaseUntilMs: noonMs - hourMs })] };
  expect(complaints(dead)['no-dead-home']).toMatch(/^violated: its home died over a lease ago/);
  const asked = { ...dead, underWay: { ...idle, login: 1 } };
  expect(complaints(asked)['no-dead-home']).toMatch(/^unknown: 1 have a dead home/);
  const lately = { supernodes: [aSupernode({ used: 1, leaseUntilMs: noonMs })] };
  expect(complaints(lately)['no-dead-home']).toMatch(/^unknown/);
});

test('heal that is due while all are signed in is not done; if it goes on, it is endless', () => {
  const cellAt = (healStep: number) => [aCell({ population: 2, healStep, healDueAtMs: noonMs })];
  expect(complaints({ cells: cellAt(3) })['heal-ends']).toMatch(/^unknown: heal is not done/);
  const later = { cells: cellAt(7), atMs: noonMs + hourMs + 4 * minuteMs };
  expect(complaints({ cells: cellAt(3) }, later)['heal-ends']).toMatch(/^violated: heal goes on/);
  const over = { ...later, isOver: true };
  expect(complaints({ cells: cellAt(3) }, over)).not.toHaveProperty('heal-ends');
});

test('dead-lettered messages violate it, and so do quarantined ones in good order', () => {
  const dead = complaints({}, {}, { deadLetters: { LoginDeadLetters: 2 } });
  expect(dead).toEqual({ 'dead-letters-empty': 'violated: 2 dead-lettered messages' });
  const sound = complaints({}, {}, { sound: ['m1'] });
  expect(sound).toEqual({ 'dead-letters-empty': 'violated: m1' });
  const unseen = complaints({}, {}, { unreadQuarantinedCount: 1 });
  expect(unseen['dead-letters-empty']).toMatch(/^unknown: 1 messages in quarantine/);
});

test('liveness is known once H has passed, or everybody is back', () => {
  const waiting = { nodes: [aSupernodesNode(), aWaitingNode()], supernodes: registrationOf(0) };
  expect(complaints(waiting).liveness).toBe('unknown: 1 of 2 online; H has not passed yet');
  const late = { ...waiting, atMs: noonMs + 3 * hourMs };
  expect(complaints(late).liveness).toMatch(/^violated: 1 of 2 online, later than H/);
  const before = { ...waiting, atMs: noonMs - hourMs };
  expect(complaints(before).liveness).toBe('unknown: the storm is not over yet');
});

test('of a run that is over, whose leases ran out, nobody can say who was signed in', () => {
  const over = { isOver: true, atMs: noonMs + 99 * hourMs };
  const reported = complaints(over);
  expect(Object.keys(reported)).toEqual(['no-dead-home', 'no-login-lost', 'liveness']);
  expect(
    Object.values(reported).every((words) => words.startsWith('unknown: the run is over')),
  ).toBe(true);
});

test('a run that ended early may have messages under way until long after its planned end', () => {
  const { endsAtMs } = someSettings();
  const underWay = { membership: 2, login: 1, heal: 0 };
  const over = (atMs: number) => complaints({ isOver: true, atMs, underWay })['run-ends'];
  expect(over(noonMs + hourMs)).toBeUndefined();
  expect(over(endsAtMs + drainedMsMax - 1)).toBeUndefined();
  expect(over(endsAtMs + drainedMsMax)).toMatch(/^unknown: .* 3 messages are under way/);
});
