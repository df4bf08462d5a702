// The membership function on the twin: functions/membership.ts and what it calls, without a table.
import { countedMessage } from '#domain/counted.ts';
import { type HealCall, needsHeal, planHealCall } from '#domain/heal/call-heal.ts';
import { isSilent } from '#domain/heal/heal-step.ts';
import type { Change } from '#domain/membership/plan-change.ts';
import { isLive } from '#domain/network.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell, Registration } from '../cell.ts';
import { callMessage, claimHealStart } from '../heal/heal-calls.ts';
import { asksWithin, askWindowCount } from '../login/asked-windows.ts';
import type { Network } from '../network-state.ts';
import {
  distinctNodes,
  type FollowUps,
  groupByCell,
  noFollowUps,
  sendAll,
} from '../queues/group-by-cell.ts';
import { messageKind } from '../queues/message-pool.ts';
import { applyChange, followUp, type PlannedMessage } from './apply-change.ts';
import type { HandledCell } from './handled-cell.ts';
import { moveTogether } from './move-together.ts';

/** Serves one batch. @returns when its invocation ends */
export function serveMembership(network: Network, batch: readonly number[], nowMs: number): number {
  const run = network.meters.batch('membership', nowMs, batch.length);
  const followUps = noFollowUps();
  const groups = groupByCell(network, batch, run.nowMs, followUps.membership);
  const hasEarly = followUps.membership.length > 0;
  const calls: CallUnderWay[] = [];
  run.fork();
  for (const { cell, messages } of groups) {
    updateCell(network, run.at(cell), network.cell(cell), messages, followUps, calls);
    run.next();
  }
  run.join();
  // What came before its time is sent on if the run goes on.
  if (hasEarly) run.readRun();
  sendAll(network, run, followUps);
  for (const call of calls) claimOne(run, call);
  network.count(countedMessage, true, batch.length);
  return run.end();
}

function updateCell(
  network: Network,
  run: Invocation,
  cell: Cell,
  batch: readonly number[],
  followUps: FollowUps,
  calls: CallUnderWay[],
): void {
  const { messages } = network;
  const changes = batch.filter((message) => messages.kind(message) !== messageKind.renewed);
  const renewalCount = batch.length - changes.length;
  run.readCell(distinctNodes(messages, changes));
  if (run.knowsRunEnded(network.finishedAtMs, network.settings.endsAtMs)) {
    for (const message of batch) messages.drop(message);
    return;
  }
  const load = readLoad(network, run, cell, changes.length > 0, renewalCount > 0);
  const handled: HandledCell = { network, run, cell, followUps, load };
  const isSilenceSeen = hasSilent(cell, run.nowMs);
  let isCalled = false;
  const moved = moveTogether(handled, changes);
  for (const message of batch) {
    if (needsHeal(applied(handled, message, moved.get(message)), isSilenceSeen)) isCalled = true;
    messages.drop(message);
  }
  if (isCalled) callHeal(handled, calls);
}

/** Does what follows for a message whose node was moved with others; all else goes alone. */
function applied(
  handled: HandledCell,
  message: number,
  moved: PlannedMessage | undefined,
): Change<Registration> {
  if (moved === undefined) return applyChange(handled, message);
  followUp(handled, moved, moved.change);
  return moved.change;
}

/** Reads the registrations, and beside them what was asked of the cell, if a renewal needs it. */
function readLoad(
  network: Network,
  run: Invocation,
  cell: Cell,
  consistent: boolean,
  hasRenewals: boolean,
): HandledCell['load'] {
  const { sizes, timings } = network.settings;
  const needsLoad =
    hasRenewals && sizes.attemptsPerMinuteMax !== null && cell.record.healDueAtMs !== null;
  run.fork();
  run.readRegistrations(cell.registrations.length, cell.renewedCount, consistent);
  if (needsLoad) {
    run.next();
    run.readAttempts(askWindowCount(cell, timings, run.nowMs));
  }
  run.join();
  if (!needsLoad) return null;
  let liveCount = 0;
  for (const one of cell.registrations) if (isLive(one, run.nowMs)) liveCount += 1;
  network.aggregation.settle(cell, run.nowMs);
  return { attemptCount: asksWithin(cell, timings, timings.renewEveryMs, run.nowMs), liveCount };
}

/** Whether a supernode's lease ran out although nobody saw it restart; leases only grow longer. */
function hasSilent(cell: Cell, nowMs: number): boolean {
  if (nowMs < cell.silentFromMs) return false;
  let silentFromMs = Number.POSITIVE_INFINITY;
  for (const one of cell.registrations) {
    if (isSilent(one, nowMs)) return true;
    if (one.epoch === one.nodeEpoch) silentFromMs = Math.min(silentFromMs, one.leaseUntilMs);
  }
  cell.silentFromMs = silentFromMs;
  return false;
}

/** A heal step that was sent to a cell whose heal seemed idle. */
interface CallUnderWay {
  readonly cell: Cell;
  readonly call: HealCall;
  /** Whether another batch had called already, and its claim was on its way. */
  readonly isSecond: boolean;
}

/**
 * Calls heal for the cell; see functions/membership.ts. A batch that is at
 * work at the same time calls heal, too, until the claim of the first is written.
 */
function callHeal({ network, run, cell, followUps }: HandledCell, calls: CallUnderWay[]): void {
  run.noteNews();
  const { record } = cell;
  record.newsCount += 1;
  cell.newsAtMs = Math.max(cell.newsAtMs, run.effectMs);
  const isSecond = run.effectMs < cell.healClaimedAtMs;
  const row = isSecond ? { ...record, healDueAtMs: null } : record;
  const call = planHealCall(row, network.settings.timings, run.nowMs);
  if (call === null) return;
  followUps.heal.push(callMessage(network, cell, call));
  calls.push({ cell, call, isSecond });
}

function claimOne(run: Invocation, { cell, call, isSecond }: CallUnderWay): void {
  if (!claimHealStart(run, cell, call)) return;
  cell.healClaimedAtMs = isSecond ? Math.min(cell.healClaimedAtMs, run.effectMs) : run.effectMs;
}
