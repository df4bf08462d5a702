import { augustOptions } from '#testing/twin/august-run.ts';
import { drillOptions, followAll } from '#testing/twin/follow-all.ts';
import { nameOf } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { runNetwork } from '../run-network.ts';
import { nodeNamed } from './find-node.ts';
import type { FollowedMessage, FollowedNode } from './followed.ts';

const sampled = { sampleEveryMs: 600_000 };

function countOf(nodes: readonly FollowedNode[], is: (one: FollowedMessage) => boolean): number {
  return nodes.reduce((sum, { messages }) => sum + messages.filter(is).length, 0);
}

const decided = (kind: string, type?: FollowedMessage['type']) => (one: FollowedMessage) =>
  one.decision?.kind === kind && (type === undefined || one.type === type);

describe.each(['legacy-2007', 'resilient', 'herd'] as const)('under %s', (policy) => {
  const options = drillOptions(policy);
  const { run, nodes } = followAll(options);
  const { counts } = run;

  test('whoever looks on changes nothing, byte for byte', () => {
    expect(JSON.stringify(run)).toBe(JSON.stringify(runNetwork(options)));
  });

  test('the messages of all nodes add up to what the functions counted', () => {
    expect(counts.NodesRestarted).toBeGreaterThan(10);
    expect(counts.LoginAttempts).toBeGreaterThan(100);
    const answered = (one: FollowedMessage) =>
      one.type === 'LoginRequested' && one.decision !== null && one.decision.kind !== 'sent-on';
    const seen = {
      LoginAttempts: countOf(nodes, answered),
      LoginsPlaced: countOf(nodes, decided('placed')),
      LoginsDeferred: countOf(nodes, decided('deferred')),
      LoginsWithoutCapacity: countOf(nodes, decided('no-capacity')),
      LoginsSuperseded: countOf(nodes, decided('superseded')),
      NodesRestarted: countOf(nodes, decided('moved', 'NodeRestarted')),
      NodesLost: countOf(nodes, decided('lost')),
      LeasesRenewed: countOf(nodes, decided('renewed')),
      Promotions: countOf(nodes, decided('promoted')),
    };
    // The operator's supernodes are no nodes, and their messages are not followed.
    const { LeasesRenewed: renewed, NodesLost: lost, ...rest } = seen;
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((name) => [name, counts[name]])));
    expect(renewed).toBeLessThanOrEqual(counts.LeasesRenewed ?? 0);
    expect(lost).toBeLessThanOrEqual(counts.NodesLost ?? 0);
  });

  test('each message goes its way in time, from its sender to what follows', () => {
    for (const { nodeId, messages } of nodes)
      for (const [place, one] of messages.entries()) {
        const moments = [one.sentAtMs, one.visibleAtMs, one.receivedAtMs, one.decidedAtMs];
        const known = moments.filter((moment) => moment !== null);
        expect([nodeId, place, known]).toEqual([nodeId, place, known.toSorted((a, b) => a - b)]);
        expect(one.follows ?? -1).toBeLessThan(place);
        if (one.sender === 'login') expect([nodeId, place, one.follows]).not.toContain(null);
      }
  });

  test('who is placed is signed in there, and the items say so', () => {
    for (const { after, decision, writes } of nodes.flatMap(({ messages }) => messages)) {
      if (decision?.kind !== 'placed') continue;
      expect(after).toMatchObject({ state: 'online', home: decision.supernode });
      expect(writes.map(({ sk }) => sk)).toContain(`SUPERNODE#${decision.supernode}`);
    }
  });
});

test('attempts that are counted are said to be, and the rest is as it was', () => {
  const options = augustOptions('legacy-2007', 150, 4, { ...sampled, retries: 'aggregated' });
  const { run, nodes } = followAll(options);
  expect(JSON.stringify(run)).toBe(JSON.stringify(runNetwork(options)));
  expect(countOf(nodes, decided('placed'))).toBe(run.counts.LoginsPlaced);
  const counted = nodes.flatMap(({ messages }) => messages.map((one) => one.countedAttempts));
  expect(Math.max(...counted)).toBeGreaterThan(20);
  const executed = augustOptions('legacy-2007', 150, 4, { ...sampled, retries: 'executed' });
  const none = followAll({ ...executed, untilMs: executed.settings.startsAtMs + 3_600_000 });
  expect(countOf(none.nodes, ({ countedAttempts }) => countedAttempts > 0)).toBe(0);
});

test('a node is found by its name, in its own shard alone', () => {
  const options = augustOptions('resilient', 90, 4, sampled);
  const observe = (network: Network) => {
    for (const cell of network.cells)
      for (const at of [0, cell.nodeCount - 1, cell.nodeCount]) {
        const node = cell.base + at;
        expect(nodeNamed(network.cells, nameOf(cell, node))).toEqual({ cell, node });
      }
    for (const name of ['n00000090', 'n0', 'g-0', 'operator', ''])
      expect(nodeNamed(network.cells, name)).toBeNull();
    return null;
  };
  runNetwork({ ...options, untilMs: options.settings.startsAtMs, observe });
  expect.hasAssertions();
});
