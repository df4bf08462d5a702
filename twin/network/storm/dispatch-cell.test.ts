import fc from 'fast-check';
import { slotBackTo } from '#domain/membership/slot-return.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import {
  isRestartLeft,
  planStorm,
  type RestartWave,
  restartDelayMs,
} from '#domain/storm/plan-storm.ts';
import { turnover } from '#domain/storm/turnover.ts';
import { buildNetwork, drawPlan } from '#testing/twin/drawn-network.ts';
import { openRandom, type Random } from '#twin/engine/random.ts';
import { type Cell, nameOf } from '../cell.ts';
import { recordOf } from '../login/login-record.ts';
import { changeNode, currentRegistration, homeRegistration } from '../membership/change-node.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride } from '../node-table.ts';
import { messageKind } from '../queues/message-pool.ts';
import { dispatchCell, isAnyRestartLeft } from './dispatch-cell.ts';

const seeds = fc.nat(2 ** 31 - 1);

/** A network in the middle of things: some restarted, some left, some are new. */
function shakenNetwork(seed: number): { network: Network; random: Random } {
  const network = buildNetwork(drawPlan(seed));
  const random = openRandom(seed + 1);
  for (const cell of network.cells) {
    for (let node = cell.base; node < endOf(cell); node += 1) {
      if (random() < 0.6) continue;
      const epoch = epochOf(network, node) + 1;
      const wave = random() < 0.5 ? null : Math.floor(random() * 40);
      const state = random() < 0.6 ? 'waiting' : 'offline';
      const home = slotBackTo(homeRegistration(network, node));
      const around = {
        slotBackTo: home,
        ownRegistration: currentRegistration(network, cell, node),
      };
      const move = { epoch, state, moreUsers: 0, ...around, signsOff: true } as const;
      changeNode(network, cell, node, move, wave);
    }
  }
  return { network, random };
}

function endOf({ base, nodeCount, newcomersMax }: Cell): number {
  return base + nodeCount + newcomersMax;
}

function epochOf({ nodes }: Network, node: number): number {
  return nodes[node * nodeStride + nodeField.epoch] ?? 0;
}

/** The records that a cell's table would have: those who never joined have none. */
function recordsOf(network: Network, cell: Cell): NodeRecord[] {
  const records: NodeRecord[] = [];
  for (let node = cell.base; node < endOf(cell); node += 1)
    if (epochOf(network, node) > 0) records.push({ ...recordOf(network, cell, node) });
  return records;
}

interface Dispatched {
  readonly nodeId: string;
  readonly kind: number;
  readonly epoch: number;
  readonly dueAtMs: number;
  readonly wave: number | null;
}

/** The messages that a wave sent to a cell, by the names of the nodes. */
function dispatched(
  network: Network,
  cell: Cell,
  wave: Parameters<typeof dispatchCell>[3],
): Dispatched[] {
  const { messages, startMs, meters } = network;
  const before = messages.size;
  const count = dispatchCell(network, meters.task('dispatch-cell', wave.atMs), cell, wave);
  expect(messages.size - before).toBe(count);
  const sent = Array.from({ length: count }, (_, at) => ({
    nodeId: nameOf(cell, messages.node(before + at)),
    kind: messages.kind(before + at),
    epoch: messages.epoch(before + at),
    dueAtMs: messages.due(before + at) + startMs,
    wave: wave.kind === 'restart' ? messages.extra(before + at) : null,
  }));
  return sent.sort(byName);
}

function byName(a: Dispatched, b: Dispatched): number {
  return a.nodeId < b.nodeId ? -1 : 1;
}

function isNewcomer({ nodeId, epoch }: Dispatched): boolean {
  return nodeId.startsWith('g') && epoch === 1;
}

function restartsOf(settings: RunSettings, wave: RestartWave, nodes: NodeRecord[]): Dispatched[] {
  return nodes.flatMap((node) => {
    const delayMs = node.waveIndex < wave.index ? restartDelayMs(settings, wave, node) : null;
    if (delayMs === null) return [];
    const { nodeId, epoch } = node;
    const dueAtMs = wave.atMs + delayMs;
    const kind = messageKind.restarted;
    return [{ nodeId, kind, epoch: epoch + 1, dueAtMs, wave: wave.index }];
  });
}

test('a wave restarts those whom the domain says, at the same moments', () => {
  const found = { all: 0, ofSupernodes: 0 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const { network } = shakenNetwork(seed);
      const { settings } = network;
      for (const wave of planStorm(settings)) {
        if (wave.kind !== 'restart') continue;
        for (const cell of network.cells) {
          const sent = dispatched(network, cell, wave);
          const expected = restartsOf(settings, wave, recordsOf(network, cell));
          expect(sent).toEqual(expected.sort(byName));
          found.all += sent.length;
          if (wave.strikes === 'supernodes') found.ofSupernodes += sent.length;
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(Math.min(found.all, found.ofSupernodes)).toBeGreaterThan(5);
});

test('an hour turns the same nodes on and off as the domain, newcomers too', () => {
  const found = { joined: 0, left: 0, newcomers: 0 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const { network, random } = shakenNetwork(seed);
      const { settings } = network;
      const turnovers = planStorm(settings).filter((wave) => wave.kind === 'turnover');
      const wave = turnovers[Math.floor(random() * turnovers.length)];
      if (wave === undefined) return;
      for (const cell of network.cells) {
        const sent = dispatched(network, cell, wave);
        const turns = turnover(settings, wave, cell.name, recordsOf(network, cell));
        const expected = turns.map(({ kind, nodeId, epoch, dueAtMs }) => ({
          nodeId,
          epoch,
          dueAtMs,
          wave: null,
          kind: kind === 'joins' ? messageKind.joined : messageKind.left,
        }));
        expect(sent).toEqual(expected.sort(byName));
        found.left += sent.filter(({ kind }) => kind === messageKind.left).length;
        found.joined += sent.filter(({ kind }) => kind === messageKind.joined).length;
        found.newcomers += sent.filter(isNewcomer).length;
      }
    }),
    { numRuns: 40 },
  );
  expect(Math.min(found.joined, found.left, found.newcomers)).toBeGreaterThan(20);
});

test('a newcomer is what its name makes it: eligible or not, and of its zone', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { network, random } = shakenNetwork(seed);
      const { settings } = network;
      const turnovers = planStorm(settings).filter((wave) => wave.kind === 'turnover');
      const wave = turnovers[Math.floor(random() * turnovers.length)];
      if (wave === undefined) return;
      for (const cell of network.cells) {
        const records = recordsOf(network, cell);
        const turns = turnover(settings, wave, cell.name, records);
        for (let node = cell.base + cell.nodeCount; node < endOf(cell); node += 1) {
          const { nodeId, eligible, utcOffsetMinutes } = recordOf(network, cell, node);
          const turn = turns.find((one) => one.nodeId === nodeId);
          if (turn?.kind !== 'joins') continue;
          expect({ eligible, utcOffsetMinutes }).toMatchObject({
            eligible: turn.eligible,
            utcOffsetMinutes: turn.utcOffsetMinutes,
          });
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a restart is still to come where the domain says that one is', () => {
  const found = { left: 0, none: 0 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const { network, random } = shakenNetwork(seed);
      const { settings, meters } = network;
      const chance = random() / 3;
      const waves = planStorm(settings).filter(
        ({ kind }) => kind === 'restart' && random() < chance,
      );
      const nodes = network.cells.flatMap((cell) => recordsOf(network, cell));
      const expected = nodes.some((node) => isRestartLeft(settings, waves, node));
      const run = meters.task('observe', settings.startsAtMs);
      expect(isAnyRestartLeft(network, run, waves)).toBe(expected);
      found[expected ? 'left' : 'none'] += 1;
    }),
    { numRuns: 60 },
  );
  expect(Math.min(found.left, found.none)).toBeGreaterThan(3);
});
