// The steps of a followed node's messages: what the list and the drawing both show.
import {
  counted,
  formatCount,
  formatDuration,
  formatMoment,
  isOnStopwatch,
} from '#runner/sentences/human-numbers.ts';
import type {
  Decision,
  FollowedMessage,
  FollowedNode,
  RecordSeen,
} from '#twin/network/follow/followed.ts';
import { causeWords, decisionWords, writeWords } from './follow-words.ts';

/** The lanes of the drawing, from left to right. */
export const lanes = ['node', 'queue', 'function', 'table'] as const;

export type Lane = (typeof lanes)[number];

/** One step of one message: an arrow from lane to lane, or a stay on one. */
export interface FollowStep {
  readonly atMs: number;
  /** The place of its message in the list. */
  readonly message: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly words: string;
  /** Whether it turns the node away, or places it: drawn apart. */
  readonly tone: 'plain' | 'good' | 'bad';
}

/** All steps of one message, in order. @param place its place in the list */
export function stepsOf(message: FollowedMessage, place: number): FollowStep[] {
  const { sentAtMs, dueAtMs, receivedAtMs, follows, decision, decidedAtMs, writes } = message;
  const steps: FollowStep[] = [];
  const add = (
    atMs: number,
    [from, to]: readonly [Lane, Lane],
    words: string,
    tone: FollowStep['tone'] = 'plain',
  ) => steps.push({ atMs, message: place, from, to, words, tone });
  const fromMs = sentAtMs ?? dueAtMs;
  if (follows !== place - 1) add(fromMs, stay, causeWords(message, follows));
  add(fromMs, sentAtMs === null ? ['node', 'queue'] : ['function', 'queue'], titleOf(message));
  if (message.countedAttempts > 0) add(fromMs, ['node', 'node'], countedWords(message));
  if (receivedAtMs !== null) {
    add(receivedAtMs, ['queue', 'queue'], waitWords(message));
    add(receivedAtMs, ['queue', 'function'], batchWords(message));
  }
  if (decision === null || decidedAtMs === null) return steps;
  for (const write of writes) add(decidedAtMs, ['function', 'table'], writeWords(write));
  const isAnswered = message.type === 'LoginRequested' || decision.kind === 'promoted';
  // A row of the drawing is short.
  for (const words of decisionWords(message).split('; '))
    add(decidedAtMs, isAnswered ? ['function', 'node'] : stay, words, toneOf(decision));
  return steps;
}

const stay = ['function', 'function'] as const;

/** A message's type, with what tells it from its likes. */
export function titleOf({ type, id }: FollowedMessage): string {
  const last = id.slice(id.lastIndexOf('/') + 1);
  if (type === 'LoginRequested') return `${type}, attempt ${last}`;
  return type === 'HealStepDue' ? `${type}, step ${last}` : type;
}

/** How long a message was in its queue, and how long of that it was not due yet. */
export function waitWords({ sentAtMs, dueAtMs, receivedAtMs }: FollowedMessage): string {
  if (receivedAtMs === null) return 'not received';
  const fromMs = sentAtMs ?? dueAtMs;
  const waited = formatDuration(receivedAtMs - fromMs);
  const delayMs = dueAtMs - fromMs;
  return delayMs < 1_000
    ? `waited ${waited}`
    : `waited ${waited}, ${formatDuration(delayMs)} of it delay`;
}

/** The batch that a message came in. */
export function batchWords({ batch, queue, decidedAtMs }: FollowedMessage): string {
  if (batch === null) return decidedAtMs === null ? '–' : 'worked out with a flood of others';
  const others = counted(batch.size, 'message');
  return `${queue} batch ${formatCount(batch.number)}, of ${others}`;
}

function countedWords({ countedAttempts }: FollowedMessage): string {
  return `before it ${counted(countedAttempts, 'attempt')} counted, not executed`;
}

function toneOf({ kind }: Decision): FollowStep['tone'] {
  if (kind === 'placed' || kind === 'promoted') return 'good';
  const isBad = ['service-busy', 'no-capacity', 'abandoned', 'refused', 'lost', 'found-silent'];
  return isBad.includes(kind) ? 'bad' : 'plain';
}

/** The last message that a moment has reached; -1 before the first. */
export function messageAt({ messages }: FollowedNode, atMs: number): number {
  let low = -1;
  let high = messages.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (firstMoment(messages[middle]) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

function firstMoment(message: FollowedMessage | undefined): number {
  return message?.sentAtMs ?? message?.dueAtMs ?? 0;
}

/** The node's record at a moment, as its messages have left it. */
export function recordAt({ messages, before }: FollowedNode, atMs: number): RecordSeen {
  let record = before;
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const { decidedAtMs, after } of messages) {
    if (decidedAtMs === null || after === null || decidedAtMs > atMs) continue;
    if (decidedAtMs < latestMs) continue;
    [record, latestMs] = [after, decidedAtMs];
  }
  return record;
}

/** Where the node stands at a moment, as a sentence. */
export function standingWords(followed: FollowedNode, atMs: number): string {
  const { state, role, home } = recordAt(followed, atMs);
  const start = `${momentWords(atMs)}: ${followed.nodeId}`;
  if (state === 'offline') return `${start} is switched off.`;
  if (state === 'waiting') return `${start} waits to sign in.`;
  if (role === 'supernode') return `${start} is a supernode.`;
  return `${start} is signed in at ${home ?? 'no supernode'}, as its record says.`;
}

/** A moment with its seconds. */
export function momentWords(atMs: number): string {
  if (isOnStopwatch(atMs)) return formatMoment(atMs);
  const seconds = String(Math.floor(atMs / 1_000) % 60).padStart(2, '0');
  return `${formatMoment(atMs)}:${seconds}`;
}
