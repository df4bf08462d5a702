// One queue of the network alone: the network's own wheel makes messages visible, its own event
// source mapping gathers them, and a handler that is given takes so long for each batch.
import { chanceOf } from '#domain/chance.ts';
import type { QueueName } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import { openRandom, type Random } from '#twin/engine/random.ts';
import type { TimingWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import type { TwinParts } from '../twin-parts.ts';
import { type PlainNetwork, plainNetwork } from './plain-network.ts';

/** From a message becoming visible to the answer of a long poll, as event-source-mapping.ts has. */
export const pollMs = 8;

/** What one run of a queue is asked for. */
export interface TimedQueueOptions {
  readonly queue: QueueName;
  readonly parts: Pick<TwinParts, 'openWheel' | 'EventSourceMapping'>;
  readonly seed: number;
  /** When message k is visible, and when it is put on the wheel: both in order. */
  readonly messages: readonly { readonly visibleAtMs: number; readonly toldAtMs: number }[];
  /** How long the function takes for one batch. */
  readonly durationMs: (random: Random) => number;
  readonly untilMs: number;
}

/** What became of the messages of a run. */
export interface TimedQueueRun {
  /** When each batch was handed to the function, and how many messages it had. */
  readonly batches: readonly { readonly atMs: number; readonly size: number }[];
  /** For each message that was handed over, in that order: from its planned time to then. */
  readonly waitsMs: readonly number[];
}

/** Runs a queue from time 0. The same options give the same run. */
export function runTimedQueue(options: TimedQueueOptions): TimedQueueRun {
  const { queue, parts, seed, messages, durationMs, untilMs } = options;
  const random = streamOf(seed, 'services');
  const batches: { atMs: number; size: number }[] = [];
  const waitsMs: number[] = [];
  const wheel = parts.openWheel({ capacity: messages.length, tieSeed: seed });
  const mapping = new parts.EventSourceMapping({
    queue,
    meters: openMeters({ ...quietNetwork(), random }),
    random: streamOf(seed, 'pollers'),
    startMs: 0,
    handle: (batch, nowMs) => {
      batches.push({ atMs: nowMs, size: batch.length });
      for (const one of batch) waitsMs.push(nowMs - (messages[one]?.visibleAtMs ?? Number.NaN));
      return nowMs + durationMs(random);
    },
  });
  let toldCount = 0;
  for (;;) {
    const tellAtMs = messages[toldCount]?.toldAtMs ?? Number.POSITIVE_INFINITY;
    const nextMs = Math.min(mapping.nextMs, tellAtMs);
    const visibleAtMs = wheel.next(Math.min(nextMs, untilMs));
    if (visibleAtMs >= 0) deliver(wheel, visibleAtMs, (one, atMs) => mapping.arrive(one, atMs));
    else if (nextMs > untilMs) return { batches, waitsMs };
    else if (tellAtMs <= nextMs) {
      wheel.insert(messages[toldCount]?.visibleAtMs ?? Number.NaN, toldCount);
      toldCount += 1;
    } else mapping.proceed(nextMs);
  }
}

function deliver(wheel: TimingWheel, atMs: number, arrive: (one: number, atMs: number) => void) {
  const count = wheel.take();
  for (let at = 0; at < count; at += 1) arrive(wheel.batch[at]!, atMs);
}

/** One of several streams of chance that have nothing in common. */
export function streamOf(seed: number, name: string): Random {
  return openRandom(Math.floor(chanceOf(seed, 'stream', name) * 2 ** 32));
}

/** A network whose bill nobody reads: the mapping has to have meters. */
function quietNetwork(): PlainNetwork {
  return plainNetwork({ policy: policies.resilient, seed: 0, clientCount: 1, supernodeCount: 1 });
}
