// What a wave brings to a cell on the twin: functions/dispatch-cell.ts, with the decisions of
// plan-storm.ts and turnover.ts on whole numbers.

import { chanceAt, hashWords } from '#domain/chance.by-numbers.ts';
import { chanceOf } from '#domain/chance.ts';
import type { Zone } from '#domain/run-settings.ts';
import { crowdsOf } from '#domain/storm/crowds.ts';
import type { RestartWave, TurnoverWave, Wave } from '#domain/storm/plan-storm.ts';
import { onBeatMs } from '#domain/storm/turnover.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { onlineShares } from '../build-network.ts';
import type { Cell } from '../cell.ts';
import { nameHash } from '../name-hash.ts';
import type { Network } from '../network-state.ts';
import { nodeBytes } from '../node-counts.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride, waveIn, zoneIn } from '../node-table.ts';
import { messageKind } from '../queues/message-pool.ts';

const dayMs = 24 * 3_600_000;

/** Brings one wave to one cell. @returns how many messages it sent */
export function dispatchCell(network: Network, run: Invocation, cell: Cell, wave: Wave): number {
  run.readStorm();
  run.readNodes(nodeBytes(network, cell));
  const sent =
    wave.kind === 'restart' ? restarts(network, cell, wave) : turnover(network, cell, wave);
  if (sent.length > 0) run.send(sent.length, 0, 0);
  for (const message of sent) network.send(message, run.effectMs);
  return sent.length;
}

function restarts(network: Network, cell: Cell, wave: RestartWave): number[] {
  const { nodes, messages, settings, startMs } = network;
  const sent: number[] = [];
  for (const node of struckNodes(network, cell, wave)) {
    const word = node * nodeStride;
    const minute = chanceAt(nameHash(cell, node, hashWords(settings.seed, 'restart-minute/')));
    const delayMs = Math.floor(minute * settings.storm.spreadMs);
    const epoch = nodes[word + nodeField.epoch]! + 1;
    const due = wave.atMs + delayMs - startMs;
    const message = messages.add(messageKind.restarted, cell.index, node, epoch, due);
    messages.setExtra(message, wave.index);
    sent.push(message);
  }
  return sent;
}

/** Who is on, is to restart in a wave, and has not yet: see `restartDelayMs`. */
function struckNodes({ nodes, settings }: Network, cell: Cell, wave: RestartWave): number[] {
  const zone = settings.storm.zones.findIndex(
    ({ utcOffsetMinutes }) => utcOffsetMinutes === wave.utcOffsetMinutes,
  );
  const from = wave.chanceFrom * 2 ** 32;
  const to = wave.chanceTo * 2 ** 32;
  const onlySupernodes = 'strikes' in wave && wave.strikes === 'supernodes';
  const struck: number[] = [];
  for (let node = cell.base; node < endOf(cell); node += 1) {
    const word = node * nodeStride;
    const flags = nodes[word + nodeField.flags]!;
    if ((flags & isOnMask) === 0 || zoneIn(flags) !== zone || waveIn(flags) >= wave.index) continue;
    if (onlySupernodes && (flags & nodeFlag.supernode) === 0) continue;
    const chance = nodes[word + nodeField.stormChance]! >>> 0;
    if (chance >= from && chance < to) struck.push(node);
  }
  return struck;
}

function turnover(network: Network, cell: Cell, wave: TurnoverWave): number[] {
  const { messages, settings, startMs } = network;
  const shares = wantedShares(network, wave.untilMs);
  const newcomersEnd = cell.base + cell.nodeCount + newcomerCount(network, cell, wave.untilMs);
  const moment = hashWords(settings.seed, 'turnover-moment/');
  const beatAt = chanceOf(settings.seed, 'turnover-beat', cell.name);
  const end = endOf(cell);
  const sent: number[] = [];
  for (let node = cell.base; node < end; node += 1) {
    if (!changesItsMind(network.nodes, node, shares, newcomersEnd)) continue;
    const word = node * nodeStride;
    const epoch = network.nodes[word + nodeField.epoch]!;
    const isOn = (network.nodes[word + nodeField.flags]! & isOnMask) !== 0;
    const atMs = onBeatMs(wave, beatAt, chanceAt(nameHash(cell, node, moment)));
    const kind = isOn ? messageKind.left : messageKind.joined;
    const boot = isOn ? epoch : epoch + 1;
    sent.push(messages.add(kind, cell.index, node, boot, atMs - startMs));
  }
  return sent;
}

/**
 * Whether a node wants to be on and is not, or the other way round. A function of its own, since
 * the loop around it runs so seldom, and for so long, that it was compiled nine times in a run.
 */
function changesItsMind(
  nodes: Int32Array,
  node: number,
  shares: readonly number[],
  newcomersEnd: number,
): boolean {
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  if (nodes[word + nodeField.epoch] === 0 && node >= newcomersEnd) return false;
  const chance = nodes[word + nodeField.dayChance]! >>> 0;
  const wants = (flags & nodeFlag.eligible) !== 0 || chance < shares[zoneIn(flags)]!;
  return wants !== ((flags & isOnMask) !== 0);
}

/** For each zone, the share of ordinary nodes that want to be online, times 2^32. */
function wantedShares({ settings }: Network, atMs: number): number[] {
  const { storm, shiftMs } = settings;
  return onlineShares(storm.day, storm.zones as readonly Zone[], atMs - shiftMs).map(
    (share) => share * 2 ** 32,
  );
}

/** How many have been new to a cell since the start: see `newcomers` in turnover.ts. */
function newcomerCount({ settings }: Network, cell: Cell, untilMs: number): number {
  const days = (untilMs - settings.startsAtMs) / dayMs;
  const rounding = chanceOf(settings.seed, 'growth', cell.name);
  return Math.floor(cell.nodeCount * settings.storm.growthPerDay * days + rounding);
}

/** Whether a restart that was sent is still to come: see `isRestartLeft`. */
export function isAnyRestartLeft(
  network: Network,
  run: Invocation,
  waves: readonly Wave[],
): boolean {
  const rows = network.cells.map((cell) => ({ cell, population: cell.record.population }));
  for (const crowd of crowdsOf(rows)) {
    run.fork();
    for (const { cell } of crowd) {
      run.readNodes(nodeBytes(network, cell));
      run.next();
    }
    run.join();
    if (crowd.some(({ cell }) => isRestartLeftIn(network, cell, waves))) return true;
  }
  return false;
}

function isRestartLeftIn(network: Network, cell: Cell, waves: readonly Wave[]): boolean {
  const { nodes } = network;
  return waves.some((wave) => {
    // Of a wave that strikes supernodes nothing can be said: see `isRestartLeft`.
    if (wave.kind !== 'restart' || wave.strikes !== undefined) return false;
    const shares = wantedShares(network, wave.atMs);
    return struckNodes(network, cell, wave).some((node) => {
      const flags = nodes[node * nodeStride + nodeField.flags]!;
      const chance = nodes[node * nodeStride + nodeField.dayChance]! >>> 0;
      const share = shares[zoneIn(flags)]!;
      return (flags & nodeFlag.eligible) !== 0 || chance < share;
    });
  });
}

function endOf(cell: Cell): number {
  return cell.base + cell.nodeCount + cell.newcomersMax;
}
