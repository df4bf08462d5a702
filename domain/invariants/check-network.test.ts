import {
  aCell,
  aNode,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  hourMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { checkNetwork, type NetworkScan } from './check-network.ts';

/** One supernode that carries one client, changed as the test says. */
const scan = (some: Partial<NetworkScan> = {}): NetworkScan => ({
  cells: [aCell({ population: some.nodes?.length ?? 2 })],
  nodes: [aSupernodesNode(), aNode()],
  supernodes: [aSupernode({ used: 1 })],
  ...some,
});

const violationsOf = (some: Partial<NetworkScan>) => checkNetwork(scan(some), noonMs).violations;

test('a quiet network has everybody online and nothing to complain of', () => {
  const quiet = { populationCount: 2, onlineCount: 2, violations: [] };
  expect(checkNetwork(scan(), noonMs)).toEqual(quiet);
});

test('after a restart of the supernode both are offline, and nothing is violated', () => {
  const nodes = [aWaitingNode({ nodeId: 's1', epoch: 2 }), aNode()];
  const supernodes = [aSupernode({ used: 1, nodeEpoch: 2 })];
  const drained = { populationCount: 2, onlineCount: 0, violations: [] };
  expect(checkNetwork(scan({ nodes, supernodes }), noonMs)).toEqual(drained);
});

test('a lease that runs out takes everybody offline who relied on it', () => {
  expect(checkNetwork(scan(), noonMs + hourMs)).toMatchObject({ onlineCount: 0, violations: [] });
});

test('an operator-run supernode is not one of the population', () => {
  const operator = aSupernode({ nodeId: 'operator', operatorRun: true });
  const check = checkNetwork(scan({ supernodes: [aSupernode({ used: 1 }), operator] }), noonMs);
  expect(check).toEqual({ populationCount: 2, onlineCount: 2, violations: [] });
});

test('more clients than slots is a violation', () => {
  const supernodes = [aSupernode({ used: 1, slots: 0 })];
  expect(violationsOf({ supernodes })).toEqual(['s1@1: 1 slots used of 0']);
});

test('a slot that is counted but not held is leaked', () => {
  const leaked = violationsOf({ supernodes: [aSupernode({ used: 2 })] });
  expect(leaked).toEqual(['s1@1: 2 slots counted as used, 1 clients homed there']);
});

test('a client that is homed but not counted is a violation', () => {
  const uncounted = violationsOf({ supernodes: [aSupernode({ used: 0 })] });
  expect(uncounted).toEqual(['s1@1: 0 slots counted as used, 1 clients homed there']);
});

test('a count below zero is a violation even where nobody relies on it', () => {
  const supernodes = [aSupernode({ used: -1, nodeEpoch: 2 })];
  const nodes = [aWaitingNode({ nodeId: 's1', epoch: 2 })];
  expect(violationsOf({ nodes, supernodes })).toEqual(['s1@1: -1 slots used, below zero']);
});

test('the count of a dead registration need not be exact', () => {
  const nodes = [aWaitingNode({ nodeId: 's1', epoch: 2 })];
  expect(violationsOf({ nodes, supernodes: [aSupernode({ used: 7, nodeEpoch: 2 })] })).toEqual([]);
  const silent = [aSupernode({ used: 7, leaseUntilMs: noonMs })];
  expect(violationsOf({ nodes: [aSupernodesNode()], supernodes: silent })).toEqual([]);
});

test('nobody is supernode and client at once', () => {
  const both = aSupernodesNode({ home: { supernode: 's2', epoch: 1 } });
  expect(violationsOf({ nodes: [both, aNode()] })).toEqual(['s1: a supernode with a home at s2']);
});

test('a supernode without a registration at its own boot is a violation', () => {
  const without = 's1@1: a supernode without a registration at its epoch';
  expect(violationsOf({ nodes: [aSupernodesNode()], supernodes: [] })).toEqual([without]);
});

test('a registration cannot have heard of a boot that its node has not made', () => {
  const supernodes = [aSupernode({ used: 1, nodeEpoch: 2 })];
  expect(violationsOf({ supernodes })).toEqual(['s1@1: its registration has heard of boot 2']);
});

test('who is switched off is not one of those who want to be signed in', () => {
  const off = aWaitingNode({ nodeId: 'n2', state: 'offline' });
  const nodes = [aSupernodesNode(), aNode(), off];
  const check = checkNetwork(scan({ nodes, cells: [aCell({ population: 2 })] }), noonMs);
  expect(check).toEqual({ populationCount: 2, onlineCount: 2, violations: [] });
});

test('who is switched off holds no slot and has no registration', () => {
  const offAtHome = [aSupernodesNode(), aNode({ state: 'offline' })];
  const one = [aCell({ population: 1 })];
  expect(violationsOf({ nodes: offAtHome, cells: one })).toEqual([
    'n1: switched off, and still at home',
  ]);
  const offSupernode = [aSupernodesNode({ state: 'offline' }), aNode()];
  expect(violationsOf({ nodes: offSupernode, cells: one })).toEqual([
    's1: switched off, and still a supernode',
  ]);
});

test('a cell that counts others than those who are on is a violation', () => {
  expect(violationsOf({ cells: [aCell({ population: 3 })] })).toEqual([
    'c0000: 3 counted as on, 2 are',
  ]);
  expect(violationsOf({ cells: [aCell({ population: 1 })] })).toEqual([
    'c0000: 1 counted as on, 2 are',
  ]);
});

test('nobody is signed in without a proof at its present boot', () => {
  const unproven = [aSupernodesNode(), aNode({ epoch: 2, provenEpoch: 1 })];
  expect(violationsOf({ nodes: unproven })).toEqual([
    'n1@2: signed in, and last proved who it is at boot 1',
  ]);
  const waiting = [aSupernodesNode(), aWaitingNode({ epoch: 2, provenEpoch: 1 })];
  expect(violationsOf({ nodes: waiting, supernodes: [aSupernode({ used: 0 })] })).toEqual([]);
});
