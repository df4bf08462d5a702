// What each part of the service map shows at a moment, from the details of a run.

import type { QueueName } from '#domain/limits.ts';
import { type FunctionName, functionNames } from '#domain/stack-names.ts';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import type { NetworkDetail } from '#twin/network/detail/network-detail.ts';
import type { RunSoFar } from '../charts/run-so-far.ts';
import { lastEventUpTo } from '../page/moment.ts';
import type { PartId } from './service-map.ts';

/** What stands in a box: short lines. They are words, not figures, where nothing is known. */
export type Lines = readonly string[];

/** Of a run without details, or before its first sample. */
export const notKnown: Lines = ['no figures yet'];

const minuteMs = 60_000;

/** The detail of a moment and the one before it: between them rates are taken. */
interface Around {
  readonly now: NetworkDetail;
  readonly before: NetworkDetail | null;
  readonly meters: readonly string[];
}

/** As much of a run as its counts need. */
type Counted = Pick<RunSoFar, 'details' | 'done'>;

/** The lines of each part at a moment. */
export function partLines(run: Counted, atMs: number): Record<PartId, Lines> {
  const around = aroundOf(run, atMs);
  const known = (of: (one: Around) => Lines) => (around === null ? notKnown : of(around));
  const queue = (name: QueueName) => known(({ now }) => queueLines(now, name));
  const functions = Object.fromEntries(
    functionNames.map((name) => [name, known((one) => functionLines(one, name))]),
  ) as Record<FunctionName, Lines>;
  return {
    ...functions,
    storm: known((one) => stormLines(one)),
    'membership-queue': queue('membership'),
    'login-queue': queue('login'),
    'heal-queue': queue('heal'),
    'membership-queue-dead': notModelled,
    'login-queue-dead': notModelled,
    'heal-queue-dead': notModelled,
    quarantine: notModelled,
    table: known((one) => tableLines(one)),
    candidates: known((one) => [
      `${rate(one, 'dynamodb.writeUnits.index')} written a minute`,
      `${rate(one, 'dynamodb.readUnits.index')} read a minute`,
    ]),
    'identity-key': [],
    'turn-key': [],
  };
}

/** On the twin no message fails five times, and none is unreadable: docs/twin.md. */
const notModelled: Lines = ['not on the twin'];

/**
 * The detail at a moment; null before the first, and where there is none. At the last sample of a
 * run that is done it is that of its end: the messages that were under way have been drained.
 */
function aroundOf({ details: all = null, done }: Counted, atMs: number): Around | null {
  if (all === null) return null;
  const { head, details } = all;
  const reached = lastEventUpTo(details, atMs);
  const index = done !== null && reached === details.length - 2 ? reached + 1 : reached;
  const now = details[index];
  if (now === undefined || (details[reached]?.atMs ?? 0) > atMs) return null;
  return { now, before: details[index - 1] ?? null, meters: head.meters };
}

function queueLines({ queues }: NetworkDetail, name: QueueName): Lines {
  const { waitingCount, inFlightCount, oldestAgeMs } = queues[name];
  return [
    `${formatCount(waitingCount)} waiting`,
    `${formatCount(inFlightCount)} in flight`,
    oldestAgeMs === 0 ? 'none is late' : `oldest late by ${formatDuration(oldestAgeMs)}`,
  ];
}

function functionLines(around: Around, name: FunctionName): Lines {
  const meter = `lambda.invocations.${name}`;
  const total = totalOf(around.now, around.meters, meter);
  const words = total === 1 ? '1 call' : `${formatCount(total)} calls`;
  return [`${rate(around, meter)} calls a minute`, words];
}

function stormLines(around: Around): Lines {
  const { now, meters } = around;
  const { step, waveIndex } = now.stateMachine;
  const transitions = totalOf(now, meters, 'stepFunctions.transitions');
  return [
    step === 'ended' ? 'has ended' : `at wave ${waveIndex + 1}`,
    `${formatCount(transitions)} transitions`,
    `${rate(around, 'stepFunctions.transitions')} a minute`,
  ];
}

function tableLines(around: Around): Lines {
  return [
    'units, without the index:',
    `${rate(around, 'dynamodb.writeUnits.table')} written a minute`,
    `${rate(around, 'dynamodb.readUnits.table')} read a minute`,
    `${rate(around, 'dynamodb.conditionalFailures')} refused a minute`,
  ];
}

/** Invocations that the account had no room for; it is not said of which function. */
export function throttleWords(run: Counted, atMs: number): string {
  const around = aroundOf(run, atMs);
  if (around === null) return 'no figures yet';
  const total = totalOf(around.now, around.meters, 'lambda.throttles');
  return `${rate(around, 'lambda.throttles')} a minute, ${formatCount(total)} so far`;
}

function totalOf({ meters }: NetworkDetail, names: readonly string[], meter: string): number {
  return Math.round(meters[names.indexOf(meter)] ?? Number.NaN);
}

/** What a meter rose by since the detail before, as so much a minute. */
function rate({ now, before, meters }: Around, meter: string): string {
  if (before === null) return formatCount(0);
  const minutes = (now.atMs - before.atMs) / minuteMs;
  const rise = (totalOf(now, meters, meter) - totalOf(before, meters, meter)) / minutes;
  return formatCount(rise >= 10 ? Math.round(rise) : Number(rise.toPrecision(2)));
}
