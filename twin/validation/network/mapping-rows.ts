// The network's wheel and its event source mappings with their pollers, on queues whose waits are
// known exactly.
import { queueLimits } from '#domain/limits.ts';
import type { Random } from '#twin/engine/random.ts';
import { erlangC } from '../known/closed-forms.ts';
import { exactly, type KnownResult } from '../known/known-result.ts';
import { measuredRows } from '../known/measured-rows.ts';
import type { ValidationRun } from '../twin-parts.ts';
import { batchWindow } from './known-queues.ts';
import { pollMs, runTimedQueue, streamOf } from './timed-queue.ts';

/** Pollers that a mapping starts with (AWS). */
export const pollersAtFirst = 5;

/** A backlog brings 300 more pollers a minute (AWS). */
const pollerEveryMs = 60_000 / 300;

/** The wheel has slots of their own for the next so many milliseconds, and coarse ones after. */
const nearMs = 2 ** 14;

/**
 * Messages that come so seldom that each is a batch alone: each waits for a poll and a full window,
 * to the millisecond, and none is lost. Each is put on the wheel when the one before comes;
 * half of them just where its near slots end.
 */
export function loneMessages({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const random = streamOf(seed, 'arrivals');
  const count = scaled(1_000);
  let visibleAtMs = 0;
  const messages = Array.from({ length: count }, () => {
    const toldAtMs = visibleAtMs;
    const edgeMs = nearMs + Math.floor(3 * random()) - 1;
    visibleAtMs += random() < 0.5 ? edgeMs : 5_000 + Math.floor(30_000 * random());
    return { visibleAtMs, toldAtMs };
  });
  const common = { queue: 'login', parts, seed, messages, durationMs: () => 0 } as const;
  const { batches, waitsMs } = runTimedQueue({ ...common, untilMs: visibleAtMs + 60_000 });
  const waitMs = pollMs + 1000 * queueLimits.login.batchWindowSeconds;
  const name = 'wheel and mapping, lone messages';
  const source = 'poll and batch window, 3.31';
  const times = { name: `${name}: mean wait in ms`, source, known: waitMs };
  return [
    exactly({ name: `${name}: handled`, source, known: count }, waitsMs.length),
    exactly({ name: `${name}: batches`, source, known: count }, batches.length),
    exactly(times, meanOf(waitsMs)),
  ];
}

/** By then a queue that was empty looks as it always does. */
const settledMs = 20_000;

/** Messages come in slots of so many milliseconds, at most one in each: no poll finds two. */
const slotMs = 10;

/**
 * Batches of two queues: one in which the window ends nearly all of them, one in which most are
 * full. A message goes to any of five pollers that wait, so each poller sees a fifth of them.
 */
export function batchWindows({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const cases = [
    { queue: 'login', chance: 0.05 },
    { queue: 'membership', chance: 0.5 },
  ] as const;
  const values = cases.flatMap(({ queue, chance }) => {
    const { batchSize: sizeMax, batchWindowSeconds } = queueLimits[queue];
    const slots = (1000 * batchWindowSeconds) / slotMs;
    const batch = batchWindow({ chance: chance / pollersAtFirst, slots, sizeMax });
    const name = `mapping, ${queue} queue, ${(1000 * chance) / slotMs} messages/s`;
    const source = 'batch window, 3.31';
    return [
      { name: `${name}: mean size of a batch`, source, known: batch.meanSize },
      { name: `${name}: mean wait in ms`, source, known: pollMs + slotMs * batch.meanWaitSlots },
    ];
  });
  return measuredRows(seed, values, (runSeed) =>
    cases.flatMap(({ queue, chance }) => {
      const messages = inSlots(streamOf(runSeed, queue), chance, scaled(3_000));
      // Batches that are still open at the end are left out as those are that were open before.
      const untilMs = messages.at(-1)?.visibleAtMs ?? 0;
      const common = { queue, parts, seed: runSeed, messages, durationMs: () => 0 };
      const { batches, waitsMs } = runTimedQueue({ ...common, untilMs });
      const early = batches.filter(({ atMs }) => atMs < settledMs);
      const earlyCount = early.reduce((sum, { size }) => sum + size, 0);
      const waits = waitsMs.slice(earlyCount);
      return [waits.length / (batches.length - early.length), meanOf(waits)];
    }),
  );
}

function inSlots(random: Random, chance: number, count: number) {
  let slot = 0;
  return Array.from({ length: count }, () => {
    do slot += 1;
    while (random() >= chance);
    return { visibleAtMs: slot * slotMs, toldAtMs: 0 };
  });
}

/**
 * A backlog that comes at once, and batches that last: five pollers at first, one more each 200 ms,
 * up to the queue's concurrency.
 */
export function pollersOfBacklog({ seed, parts }: ValidationRun): KnownResult[] {
  return (['login', 'heal'] as const).flatMap((queue) => {
    const { batchSize, concurrencyMax } = queueLimits[queue];
    const count = 2 * batchSize * concurrencyMax;
    const messages = Array.from({ length: count }, () => ({ visibleAtMs: 0, toldAtMs: 0 }));
    const common = { queue, parts, seed, messages, durationMs: () => 600_000 };
    const { batches } = runTimedQueue({ ...common, untilMs: 60_000 });
    const name = `pollers, ${queue} queue, a backlog at once`;
    const source = "AWS's scaling of pollers, 5.7";
    const lastAtMs = pollMs + (concurrencyMax - pollersAtFirst) * pollerEveryMs;
    const atFirst = batches.filter(({ atMs }) => atMs === pollMs).length;
    const reachedMs = batches.at(-1)?.atMs ?? Number.NaN;
    return [
      exactly({ name: `${name}: batches at first`, source, known: pollersAtFirst }, atFirst),
      exactly({ name: `${name}: batches at most`, source, known: concurrencyMax }, batches.length),
      exactly({ name: `${name}: ms until then`, source, known: lastAtMs }, reachedMs),
    ];
  });
}

/**
 * Single messages and batches that last exponentially, 400 s in the mean: M/M/c with as many
 * servers as the queue has invocations at most. The mapping starts a poller more 200 ms after it is
 * needed, which the model leaves out.
 */
export function busyPollers({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const meanMs = 400_000;
  // The wheel knows 24.8 days.
  const lastMs = Math.min(scaled(2_000), 5_000) * meanMs;
  const servers = queueLimits.heal.concurrencyMax;
  const load = 0.7 * servers;
  const name = `pollers, heal queue as M/M/${servers}, load ${load}: mean wait`;
  const known = erlangC(servers, load) / (servers - load);
  const modelError = (pollerEveryMs + pollMs) / meanMs;
  return measuredRows(seed, [{ name, source: 'Erlang C, 3.28', known, modelError }], (runSeed) => {
    const random = streamOf(runSeed, 'arrivals');
    const messages: { visibleAtMs: number; toldAtMs: number }[] = [];
    for (let atMs = exponential(random, meanMs / load); atMs < lastMs; ) {
      messages.push({ visibleAtMs: Math.floor(atMs), toldAtMs: 0 });
      atMs += exponential(random, meanMs / load);
    }
    const durationMs = (chance: Random) => Math.ceil(exponential(chance, meanMs));
    const common = { queue: 'heal', parts, seed: runSeed, messages, durationMs } as const;
    const { waitsMs } = runTimedQueue({ ...common, untilMs: lastMs });
    return [meanOf(waitsMs.slice(messages.length / 50)) / meanMs];
  });
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
