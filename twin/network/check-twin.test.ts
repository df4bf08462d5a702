import { buildNetwork, drawPlan } from '#testing/twin/drawn-network.ts';
import { type Cell, type Registration, registrationOf } from './cell.ts';
import { checkTwin } from './check-twin.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride, noHome } from './node-table.ts';

/** A network of some cells with clients, supernodes and free slots in each. */
function someNetwork(): Network {
  for (let seed = 1; ; seed += 1) {
    const plan = drawPlan(seed);
    if (plan.shape.nodeCount / plan.shape.cellCount < 40) continue;
    const { storm } = plan.settings;
    return buildNetwork({
      ...plan,
      settings: { ...plan.settings, storm: { ...storm, day: null } },
    });
  }
}

function firstCell({ cells }: Network): Cell {
  const [cell] = cells;
  if (cell === undefined) throw new Error('expected a cell');
  return cell;
}

function firstRegistration(network: Network): Registration {
  const [registration] = firstCell(network).registrations;
  if (registration === undefined) throw new Error('expected a registration');
  return registration;
}

function field(network: Network, node: number, name: keyof typeof nodeField): number {
  return network.nodes[node * nodeStride + nodeField[name]] ?? Number.NaN;
}

function setField(network: Network, node: number, name: keyof typeof nodeField, to: number): void {
  if (name === 'home') network.setHome(node, to);
  else network.nodes[node * nodeStride + nodeField[name]] = to;
}

/** A client that is signed in at a node's machine. */
function aClient(network: Network): number {
  const { base, nodeCount } = firstCell(network);
  for (let node = base; node < base + nodeCount; node += 1)
    if (field(network, node, 'home') !== noHome) return node;
  throw new Error('expected a client');
}

function aSupernode(network: Network): number {
  return firstRegistration(network).node;
}

/** Each breaks one rule. */
const violations: Record<string, (network: Network) => void> = {
  'counted as on': (network) => {
    firstCell(network).record.population += 1;
  },
  'counted as candidates': (network) => {
    firstCell(network).candidateCount += 1;
  },
  'switched off, and still at home or a supernode': (network) => {
    const node = aClient(network);
    firstCell(network).record.population -= 1;
    if ((field(network, node, 'flags') & nodeFlag.candidate) !== 0)
      firstCell(network).candidateCount -= 1;
    setField(network, node, 'flags', 0);
  },
  'a supernode with a home': (network) => {
    const registration = firstRegistration(network);
    setField(network, aSupernode(network), 'home', registration.id);
    registration.used += 1;
  },
  'a supernode without a registration at its epoch': (network) => {
    setField(network, aSupernode(network), 'epoch', 7);
  },
  'clients homed there, ': (network) => {
    const client = aClient(network);
    network.homed.remove(client, field(network, client, 'home'));
  },
  'a candidate on one list alone': (network) => {
    network.setCandidate(aSupernode(network), true);
  },
  'signed in without a proof at its boot': (network) => {
    const node = aClient(network);
    setField(network, node, 'flags', field(network, node, 'flags') & ~nodeFlag.proven);
  },
  'slots used of': (network) => {
    const cell = firstCell(network);
    const who = { node: aSupernode(network), nodeId: firstRegistration(network).nodeId, epoch: 2 };
    network.addRegistration(cell, { ...registrationOf(cell, who, 5, 0), used: 6 });
    setField(network, aSupernode(network), 'epoch', 2);
    for (let node = cell.base; node < cell.base + cell.nodeCount; node += 1)
      if (field(network, node, 'home') === 0) setField(network, node, 'home', noHome);
  },
  'slots counted as used': (network) => {
    firstRegistration(network).used -= 1;
  },
};

test('a network on its quiet day breaks no rule', () => {
  const network = someNetwork();
  expect(checkTwin(network, network.startMs)).toEqual([]);
});

test.each(Object.entries(violations))(
  'it is notified what is wrong: … %s …',
  (words, violation) => {
    const network = someNetwork();
    violation(network);
    const reported = checkTwin(network, network.startMs);
    expect(reported.join('\n')).toContain(words);
    expect(reported).toHaveLength(1);
    expect(reported[0]).toMatch(/^(c0000|n00000000@\d|operator-c0000@1)[:,] /);
  },
);

test('a slot that leaked is reported, and not where the registration is dead anyway', () => {
  const network = someNetwork();
  const registration = firstRegistration(network);
  registration.used += 1;
  expect(checkTwin(network, network.startMs)).toHaveLength(1);
  registration.leaseUntilMs = network.startMs;
  expect(checkTwin(network, network.startMs)).toEqual([]);
});

test('more than ten violations are counted, and the first ten reported', () => {
  const network = someNetwork();
  const { base, nodeCount, record } = firstCell(network);
  let count = 0;
  for (let node = base; node < base + nodeCount; node += 1) {
    if (field(network, node, 'home') === noHome) continue;
    setField(network, node, 'flags', field(network, node, 'flags') & ~nodeFlag.proven);
    count += 1;
  }
  expect(count).toBeGreaterThan(12);
  expect(record.population).toBeGreaterThan(count);
  const reported = checkTwin(network, network.startMs);
  expect(reported).toHaveLength(11);
  expect(reported[10]).toBe(`and ${count - 10} violations more`);
});
