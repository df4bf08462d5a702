import { cellItem, cellKey, supernodeItem, supernodeKey } from '#adapters/network/items.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { openGate } from '#domain/network.ts';
import type { Commit } from '#local-cloud/history-facts.ts';
import { openOnlineListener } from './online-listener.ts';

const place = { runId: 'r', cell: 'c0' };

function aSupernode(used: number, leaseUntilMs: number): SupernodeRecord {
  const boot = { epoch: 1, nodeEpoch: 1, slots: 10, operatorRun: false };
  return { nodeId: 's', cell: 'c0', used, leaseUntilMs, ...boot };
}

function commit(atMs: number, ...supernodes: (SupernodeRecord | null)[]): Commit {
  const row = { population: 5, gate: openGate, healStep: 0, newsCount: 0, healDueAtMs: null };
  const cell = {
    tableName: 't',
    key: cellKey(place),
    before: undefined,
    after: cellItem(place, { cell: 'c0', ...row }),
  };
  const changes = supernodes.map((one) => ({
    tableName: 't',
    key: supernodeKey(place, 's'),
    before: undefined,
    after: one === null ? undefined : supernodeItem(place, one),
  }));
  return { atMs, tableName: 't', operation: 'PutItem', changes: [cell, ...changes] } as Commit;
}

test('from the last restart on, each change of the counts is a point', () => {
  const listener = openOnlineListener('r', 100);
  listener.onCommit(commit(50, aSupernode(1, 900)));
  listener.onCommit(commit(150, aSupernode(4, 900)));
  listener.onCommit(commit(160, aSupernode(4, 900)));
  listener.onCommit(commit(170, null));
  expect(listener.points).toEqual([
    { atMs: 100, onlineCount: 2, wantedCount: 5 },
    { atMs: 150, onlineCount: 5, wantedCount: 5 },
    { atMs: 170, onlineCount: 0, wantedCount: 5 },
  ]);
});

test('a lease that ended without a write is seen at the next write', () => {
  const listener = openOnlineListener('r', 100);
  listener.onCommit(commit(50, aSupernode(1, 120)));
  listener.onCommit(commit(150, aSupernode(1, 900)));
  expect(listener.points.map(({ atMs, onlineCount }) => [atMs, onlineCount])).toEqual([
    [100, 2],
    [150, 0],
    [150, 2],
  ]);
});

test("another run's writes are not heard", () => {
  const listener = openOnlineListener('other', 100);
  listener.onCommit(commit(150, aSupernode(4, 900)));
  expect(listener.points).toEqual([]);
});
