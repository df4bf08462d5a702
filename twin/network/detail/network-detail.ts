// What a run of the twin tells beside its samples, where it is asked for: the parts of the stack,
// the cells and the zones, at the same moments.
import type { QueueName } from '#domain/limits.ts';

/** A queue at one moment. */
export interface QueueDetail {
  /** Messages that are visible, and that no poller has received. */
  readonly waitingCount: number;
  /** Messages that were received and neither deleted nor given back. */
  readonly inFlightCount: number;
  /**
   * For how long the oldest of those that wait for an invocation has been due, in milliseconds; 0
   * where none waits. Of attempts that are worked out it is the mean wait for a batch.
   */
  readonly oldestAgeMs: number;
}

/** Where the storm's execution is. */
export interface StateMachineDetail {
  /** What it does next, at `nextMs`: until then it waits. */
  readonly step: 'plan' | 'dispatch' | 'observe' | 'report' | 'ended';
  /** The wave that it is at, from 0 on. */
  readonly waveIndex: number;
  /** Infinite once it has ended. */
  readonly nextMs: number;
}

/** One moment. Names and places are in its head. */
export interface NetworkDetail {
  /** Virtual time, in milliseconds since 1970: that of a sample, and at last that of the end. */
  readonly atMs: number;
  readonly queues: Readonly<Record<QueueName, QueueDetail>>;
  readonly stateMachine: StateMachineDetail;
  /** Billable units since the start, in the order of `DetailHead.meters`. */
  readonly meters: Float64Array;
  /** What functions have counted since the start, in the order of `DetailHead.counts`. */
  readonly counts: Float64Array;
  /** For each of `DetailHead.cells` as many numbers as `cellColumns` has. */
  readonly cells: Int32Array;
  /** For each of `DetailHead.zones` as many numbers as `zoneColumns` has. */
  readonly zones: Int32Array;
  /**
   * How many live supernodes have so many clients, those of the operator left out: the first number
   * is of 0 to `clientsPerBin - 1` clients.
   */
  readonly clientBins: Int32Array;
}

/** What is told of each cell, in this order. */
export const cellColumns = [
  'wantedCount',
  'onlineCount',
  'supernodesLive',
  'slotsLive',
  'slotsUsed',
] as const;

/** What is told of each zone, in this order. */
export const zoneColumns = ['wantedCount', 'onlineCount', 'supernodesLive'] as const;

/** The names of a run's details: the same for all of its moments. */
export interface DetailHead {
  /** E.g. `sqs.requests`, as in the result of a run. */
  readonly meters: readonly string[];
  /** E.g. `HealSteps`, as the functions' metrics are called. */
  readonly counts: readonly string[];
  readonly cells: readonly string[];
  readonly zones: readonly string[];
  readonly clientsPerBin: number;
}

/** The details of a run, in the order of time. */
export interface NetworkDetails {
  readonly head: DetailHead;
  readonly details: readonly NetworkDetail[];
}

/** So many steps has the range of clients per supernode. */
export const clientBinCount = 24;

/**
 * Puts the details of all shards together, in their order. They are of the same moments; a shard
 * that ended before the others counts from then on as it was at its end.
 * @throws {Error} without a shard
 */
export function mergeDetails(shards: readonly NetworkDetails[]): NetworkDetails {
  const [first] = shards;
  if (first === undefined) throw new Error('expected the details of at least one shard');
  if (shards.length === 1) return first;
  const longest = shards.reduce((most, one) =>
    one.details.length > most.details.length ? one : most,
  );
  const details = longest.details.map(({ atMs }, at) => {
    const seen = shards.flatMap((one) => one.details[at] ?? one.details.at(-1) ?? []);
    const isLast = at === longest.details.length - 1;
    return mergeMoment(seen, isLast ? Math.max(...seen.map((one) => one.atMs)) : atMs);
  });
  const cells = shards.flatMap(({ head }) => head.cells);
  return { head: { ...first.head, cells }, details };
}

function mergeMoment(seen: readonly NetworkDetail[], atMs: number): NetworkDetail {
  const queue = (name: QueueName) => mergeQueues(seen.map(({ queues }) => queues[name]));
  return {
    atMs,
    queues: { membership: queue('membership'), login: queue('login'), heal: queue('heal') },
    stateMachine: lastToEnd(seen.map(({ stateMachine }) => stateMachine)),
    meters: added(seen.map(({ meters }) => meters)),
    counts: added(seen.map(({ counts }) => counts)),
    cells: Int32Array.from(seen.flatMap(({ cells }) => [...cells])),
    zones: added(seen.map(({ zones }) => zones)),
    clientBins: added(seen.map(({ clientBins }) => clientBins)),
  };
}

function mergeQueues(queues: readonly QueueDetail[]): QueueDetail {
  const sum = (of: (queue: QueueDetail) => number) =>
    queues.reduce((total, queue) => total + of(queue), 0);
  return {
    waitingCount: sum(({ waitingCount }) => waitingCount),
    inFlightCount: sum(({ inFlightCount }) => inFlightCount),
    oldestAgeMs: Math.max(...queues.map(({ oldestAgeMs }) => oldestAgeMs)),
  };
}

const steps = ['plan', 'dispatch', 'observe', 'report', 'ended'] as const;

/** Each shard has an execution of its own. The one that is least far stands for all. */
function lastToEnd(machines: readonly StateMachineDetail[]): StateMachineDetail {
  const isBefore = (one: StateMachineDetail, other: StateMachineDetail) =>
    one.step === other.step || other.step === 'ended' || one.step === 'ended'
      ? steps.indexOf(one.step) < steps.indexOf(other.step)
      : one.waveIndex < other.waveIndex;
  return machines.reduce((last, one) => (isBefore(one, last) ? one : last));
}

function added<Numbers extends Float64Array | Int32Array>(all: readonly Numbers[]): Numbers {
  const [first] = all;
  if (first === undefined) throw new Error('expected the numbers of at least one shard');
  const sums = first.slice() as Numbers;
  for (const one of all.slice(1))
    for (let at = 0; at < sums.length; at += 1) sums[at] = sums[at]! + one[at]!;
  return sums;
}
