import {
  aCell,
  aNode,
  aSupernode,
  hourMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aHistory, HistoryBuilder } from '#testing/domain/history-builder.ts';

import type { RecordChange } from '../history.ts';
import type { Seen } from '../invariant.ts';
import { TrackedMessages } from '../messages-seen.ts';
import { TrackedNetwork } from '../network-seen.ts';
import { countersExact } from './counters-exact.ts';

const complaintOf = (history: HistoryBuilder) => history.complaints()['counters-exact'];

test('who leaves is counted no more, and who joins is, in the same commit', () => {
  const left = aHistory().commit(
    { node: { nodeId: 'n1', state: 'offline', home: null } },
    { registration: { nodeId: 's1', used: 0 } },
    { cell: { population: 1 } },
  );
  const joined = left.commit(
    { node: { nodeId: 'n9', state: 'waiting', home: null } },
    { cell: { population: 2 } },
  );
  expect(complaintOf(joined)).toBeUndefined();
});

test('a population that follows a commit later was wrong in between', () => {
  const history = aHistory().commit({ node: { nodeId: 'n9', state: 'waiting', home: null } });
  history.commit({ cell: { population: 3 } });
  expect(complaintOf(history)).toBe('its population is 2, 3 nodes are not offline');
});

test('a slot that is taken a commit before its client is wrong in between', () => {
  const history = aHistory().commit({ registration: { nodeId: 's1', used: 2 } });
  history.commit({ node: aNode({ nodeId: 'n2' }) }, { cell: { population: 3 } });
  expect(complaintOf(history)).toBe('2 slots used, 1 clients homed');
});

test('a registration whose lease is over counts for nobody', () => {
  const history = aHistory().wait(2 * hourMs);
  expect(complaintOf(history.commit({ registration: { nodeId: 's1', used: 0 } }))).toBeUndefined();
});

test('a quiet day that is stored with a wrong count is reported as soon as it is whole', () => {
  const history = new HistoryBuilder().commit(
    { node: aNode() },
    { registration: aSupernode({ used: 2 }) },
  );
  history.commit({ cell: aCell({ population: 1 }) }).seeded();
  expect(complaintOf(history)).toBe('2 slots used, 1 clients homed');
});

test('what was kept change by change is not trusted at the end: everybody is counted anew', () => {
  const network = new TrackedNetwork();
  const node = aNode({ home: null, state: 'waiting' });
  const changes: RecordChange[] = [
    { of: 'node', before: null, after: node },
    { of: 'cell', before: null, after: aCell({ cell: node.cell, population: 2 }) },
  ];
  network.apply({ kind: 'commit', atMs: noonMs, changes });
  // Only asked at the end, so that nothing was found on the way.
  const monitor = countersExact.monitor(someSettings());
  const seen: Seen = {
    number: 2,
    phase: 'over',
    network,
    messages: new TrackedMessages(),
    touched: { registrations: new Set(), cells: new Set() },
    message: undefined,
    faultsEndMs: null,
  };
  monitor.end?.({ atMs: noonMs }, seen);
  expect(monitor.findings.verdict()).toMatchObject({
    violations: [{ words: 'its population is 2, 1 nodes are not offline, by a full scan' }],
  });
});
