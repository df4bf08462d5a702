// The domino: a supernode that too many log-ins reach signs off, and its clients log in, too.

import { claimLoginService } from '#adapters/network/login-writer.ts';
import { openTable } from '#adapters/network/table.ts';
import { type ControlEvent, leaseRenewed } from '#domain/events.ts';
import {
  aNode,
  aSupernode,
  aSupernodesNode,
  here,
  minuteMs,
  noonMs,
  someSettings,
  someSizes,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane } from './control-plane.ts';

/** Two supernodes that bear one attempt a minute each, fifteen between two renewals. */
const twoCarriers = (attemptsPerMinuteMax: number | null = 1) =>
  aControlPlane(
    [
      aSupernodesNode({ waveIndex: 3 }),
      aSupernodesNode({ nodeId: 's2' }),
      aNode(),
      aNode({ nodeId: 'n2', home: { supernode: 's2', epoch: 1 } }),
    ],
    [
      aSupernode({ used: 1 }),
      aSupernode({ nodeId: 's2', used: 1 }),
      aSupernode({ nodeId: 'operator', operatorRun: true, slots: 0 }),
    ],
    {
      cell: { healDueAtMs: noonMs },
      settings: someSettings({ sizes: someSizes({ attemptsPerMinuteMax }) }),
    },
  );

/** Has so many log-ins admitted, a minute ago and now. */
async function admit(plane: ControlPlane, before: number, now: number): Promise<void> {
  const table = openTable(plane.runtime);
  for (const [atMs, count] of [
    [noonMs, before],
    [noonMs + minuteMs, now],
  ] as const) {
    const lengthMs = plane.settings.timings.rateLimitWindowMs;
    const window = { index: Math.floor(atMs / lengthMs), lengthMs, capacity: 10 };
    await claimLoginService(table, here, window, count);
  }
  await plane.wait(minuteMs);
}

const renewalOf = (nodeId: string) => leaseRenewed(here, nodeId, 1, noonMs + minuteMs);

const restarts = (sent: readonly ControlEvent[]) =>
  sent.filter(({ type }) => type === 'NodeRestarted');

test('a supernode that is overrun does not renew its lease, and restarts by itself', async () => {
  const plane = await twoCarriers();
  await admit(plane, 6, 40);
  const before = plane.supernode('s1');
  expect(await plane.deliver('membership', renewalOf('s1'))).toEqual({ failed: [] });
  expect(plane.supernode('s1')).toEqual(before);
  expect(plane.takeSent('membership')).toMatchObject([
    { type: 'NodeRestarted', nodeId: 's1', epoch: 2, waveIndex: 3, cause: 'self-protection' },
  ]);
});

test('its restart ends its registration: no ghost, and its clients are notified', async () => {
  const plane = await twoCarriers();
  await admit(plane, 6, 40);
  await plane.deliver('membership', renewalOf('s1'));
  const [restart] = plane.takeSent('membership');
  if (restart === undefined) throw new Error('expected a restart');
  await plane.deliver('membership', restart);
  await plane.deliver('membership', restart);
  expect(plane.records().supernodes.map(({ nodeId }) => nodeId)).toEqual(['operator', 's2']);
  expect(plane.node('s1')).toMatchObject({ epoch: 2, state: 'waiting', role: 'client' });
  expect(plane.counted('SelfProtections')).toBe(1);
  expect(plane.counted('NodesRestarted')).toBe(0);
  const reported = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
  expect([...new Set(reported)].sort()).toEqual(['n1', 's1']);
  expect(plane.check().violations).toEqual([]);
});

test('as many attempts as it bears do no harm, nor do those before its last report', async () => {
  const plane = await twoCarriers();
  await admit(plane, 5, 40);
  await plane.deliver('membership', renewalOf('s1'));
  expect(plane.takeSent('membership')).toMatchObject([{ type: 'LeaseRenewed' }]);
  const later = await twoCarriers();
  await admit(later, 40, 6);
  await later.wait(later.settings.timings.renewEveryMs - minuteMs);
  await later.deliver('membership', renewalOf('s1'));
  expect(restarts(later.takeSent('membership'))).toEqual([]);
});

test('an operator-run supernode bears everything, and so do all without a limit', async () => {
  const plane = await twoCarriers();
  await admit(plane, 1000, 1000);
  await plane.deliver('membership', renewalOf('operator'));
  expect(restarts(plane.takeSent('membership'))).toEqual([]);
  const limitless = await twoCarriers(null);
  await admit(limitless, 1000, 1000);
  await limitless.deliver('membership', renewalOf('s1'));
  expect(restarts(limitless.takeSent('membership'))).toEqual([]);
});

test('while heal is idle nobody waits, and no window is read', async () => {
  const plane = await aControlPlane([aSupernodesNode()], [aSupernode()], {
    settings: someSettings({ sizes: someSizes({ attemptsPerMinuteMax: 1 }) }),
  });
  await admit(plane, 1000, 1000);
  const queries: unknown[] = [];
  plane.interfere = (operation, input) => {
    if (operation === 'Query') queries.push(input);
    return undefined;
  };
  await plane.deliver('membership', renewalOf('s1'));
  expect(queries).toHaveLength(1);
  expect(plane.counted('LeasesRenewed')).toBe(1);
});
