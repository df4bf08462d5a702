import { builtInDecisions } from '#domain/decisions.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import { aShape, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from '../build-network.ts';
import type { Registration } from '../cell.ts';
import { Network } from '../network-state.ts';
import { nodeField, nodeStride, noHome } from '../node-table.ts';
import { messageKind, noTime } from '../queues/message-pool.ts';
import { executedRedelays } from '../queues/redelays.ts';
import { noAggregation } from './aggregated-clients.ts';
import { serveLogins } from './login-batch.ts';

function someNetwork(policy: PolicyId): Network {
  const settings = someSettings({ startsAtMs: noonMs, policy: policies[policy] });
  const shape = aShape();
  const cells = cellsOf(settings, shape, 0);
  const network = new Network({
    settings,
    shape,
    cells,
    random: openRandom(7),
    decisions: builtInDecisions,
    aggregation: noAggregation,
    redelays: executedRedelays,
    tickMs: 1,
    meters: openMeters({ settings, shape, random: () => 0.5 }),
    wheel: openWheel({ capacity: 64, tieSeed: 7 }),
  });
  for (const cell of cells) populate(network, cell, shape);
  return network;
}

/** A supernode that carries somebody, and one of its clients. */
function pairOf(network: Network): { readonly supernode: Registration; readonly client: number } {
  const supernode = network.registrations.find(({ operatorRun, used }) => !operatorRun && used > 0);
  if (supernode === undefined) throw new Error('expected a supernode with a client');
  const [client] = clientsAt(network, supernode);
  if (client === undefined) throw new Error('expected the client that is counted');
  return { supernode, client };
}

function clientsAt({ homed }: Network, { id }: Registration): number[] {
  const clients: number[] = [];
  homed.appendTo(clients, id);
  return clients;
}

/** A request whose proof is good. */
function loginOf({ messages, nodes }: Network, node: number, attempt = 1): number {
  const epoch = nodes[node * nodeStride + nodeField.epoch] ?? 0;
  const message = messages.add(messageKind.login, 0, node, epoch, 0);
  messages.setExtra(message, noTime);
  messages.setAttempt(message, attempt);
  messages.setNonce(message, 1_000);
  return message;
}

const built = ['resilient', 'herd'] as const;

test.each(built)('%s: a supernode whose lease ran out is not signed in, and is no client', (id) => {
  const network = someNetwork(id);
  const { supernode, client } = pairOf(network);
  supernode.leaseUntilMs = noonMs;
  const batch = [loginOf(network, supernode.node), loginOf(network, client)];
  serveLogins(network, batch, noonMs + 1);
  // The table would refuse to give it a home: it asks again, and the client is placed without it.
  const counts = { LoginsSuperseded: 0, LoginsOvertaken: 1, LoginsPlaced: 1 };
  expect(network.counts).toMatchObject({ ...counts, PlacementsContended: 0 });
  expect(clientsAt(network, supernode)).not.toContain(client);
  expect(network.nodes[supernode.node * nodeStride + nodeField.home]).toBe(noHome);
});

test('a supernode within its lease is signed in', () => {
  const network = someNetwork('resilient');
  const { supernode } = pairOf(network);
  serveLogins(network, [loginOf(network, supernode.node)], noonMs + 1);
  expect(network.counts).toMatchObject({ LoginsSuperseded: 1, LoginsOvertaken: 0 });
});

test('a supernode answers no duplicate check, so that its request ends at one', () => {
  const network = someNetwork('resilient');
  const { supernode } = pairOf(network);
  supernode.leaseUntilMs = noonMs;
  serveLogins(network, [loginOf(network, supernode.node, 16)], noonMs + 1);
  expect(network.counts).toMatchObject({ LoginsOvertaken: 1, LoginCopiesDropped: 1 });
});
