// What became of a followed node, in a few numbers, one column for each run.
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import type { FollowedNode } from '#twin/network/follow/followed.ts';

/** The sums over a node's messages. */
export interface FollowSums {
  readonly messageCount: number;
  /** Requests to sign in, executed and counted. */
  readonly attemptCount: number;
  readonly countedCount: number;
  readonly placedCount: number;
  /** How long it waited to sign in, in all: from its first request to its place. */
  readonly waitedMs: number;
  /** Whether it still waits at the end. */
  readonly isWaiting: boolean;
}

/** @param endMs the end of the run */
export function sumsOf({ messages, leftOutCount }: FollowedNode, endMs: number): FollowSums {
  let [attemptCount, countedCount, placedCount, waitedMs] = [0, 0, 0, 0];
  let sinceMs: number | null = null;
  for (const { type, countedAttempts, sentAtMs, decidedAtMs, decision } of messages) {
    if (type === 'LoginRequested') {
      attemptCount += 1 + countedAttempts;
      countedCount += countedAttempts;
      sinceMs ??= sentAtMs;
    }
    if (decidedAtMs === null) continue;
    const isPlaced = decision?.kind === 'placed';
    if (isPlaced) placedCount += 1;
    const isOff = type === 'NodeLeft' && decision?.kind === 'moved';
    if (sinceMs === null || !(isPlaced || isOff || decision?.kind === 'promoted')) continue;
    waitedMs += decidedAtMs - sinceMs;
    sinceMs = null;
  }
  if (sinceMs !== null) waitedMs += endMs - sinceMs;
  const messageCount = messages.length + leftOutCount;
  return {
    messageCount,
    attemptCount,
    countedCount,
    placedCount,
    waitedMs,
    isWaiting: sinceMs !== null,
  };
}

/** The rows of the table: a label, and the words of a run's sums. */
export const summaryRows: readonly (readonly [string, (sums: FollowSums) => string])[] = [
  ['Messages', ({ messageCount }) => formatCount(messageCount)],
  ['Requests to sign in', attemptWords],
  ['Placed', ({ placedCount }) => `${formatCount(placedCount)} ×`],
  ['Waited to sign in, in all', ({ waitedMs, isWaiting }) => waitedWords(waitedMs, isWaiting)],
];

function attemptWords({ attemptCount, countedCount }: FollowSums): string {
  const counted = countedCount === 0 ? '' : `, ${formatCount(countedCount)} of them only counted`;
  return `${formatCount(attemptCount)}${counted}`;
}

function waitedWords(waitedMs: number, isWaiting: boolean): string {
  return `${formatDuration(waitedMs)}${isWaiting ? ', and waits still' : ''}`;
}
