// The heal function on the twin: functions/heal.ts, without a table.
import type { HealStepDue } from '#domain/events.ts';
import { stepStanding } from '#domain/heal/heal-standing.ts';
import type { HealPlan } from '#domain/heal/heal-step.ts';
import { offeredSlots } from '#domain/heal/offered-slots.ts';
import { queueLimits } from '#domain/limits.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { type Cell, type Offer, offerOf } from '../cell.ts';
import { promote } from '../membership/change-node.ts';
import { reportDue } from '../membership/membership-messages.ts';
import type { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';
import { candidatesFor, type HealCandidate } from './candidates.ts';
import { comeAgain, isRacing, takeAgain } from './racing-heal-step.ts';

/** Serves one step. @returns when its invocation ends */
export function serveHeal(network: Network, batch: readonly number[], nowMs: number): number {
  const { messages, counts } = network;
  const run = network.meters.batch('heal', nowMs, batch.length);
  let failedCount = 0;
  for (const message of batch) {
    const cell = network.cell(messages.cell(message));
    if (messages.due(message) + network.startMs > run.nowMs) {
      // It came before its time, since SQS delays at most 15 minutes.
      run.readRun();
      run.send(0, 0, 1);
      network.send(message, run.effectMs);
      continue;
    }
    if (healCell(network, run.at(cell.index), cell, message)) {
      messages.drop(message);
      continue;
    }
    failedCount += 1;
    const id = `${network.settings.runId}/${cell.name}/heal/${messages.extra(message)}`;
    run.logFailed('heal', `Error: ${id}: news came meanwhile`);
    comeAgain(network, message, nowMs);
    cell.healHiddenUntilMs = nowMs + queueLimits.heal.visibilitySeconds * 1000;
  }
  counts.MessagesHandled += batch.length - failedCount;
  return run.end(failedCount);
}

/** @returns whether the message is done; one that failed comes again */
function healCell(network: Network, run: Invocation, cell: Cell, message: number): boolean {
  const { messages, settings, startMs } = network;
  run.readCell(0);
  const readAtMs = run.effectMs;
  if (run.knowsRunEnded(network.finishedAtMs, network.settings.endsAtMs)) return true;
  const event = { step: messages.extra(message) } as HealStepDue;
  if (isRacing(cell, event, readAtMs)) return takeAgain(network, run, cell);
  const standing = stepStanding(cell.record, event, settings.timings, run.nowMs);
  switch (standing.kind) {
    case 'due':
      return takeStep(network, run, cell, readAtMs);
    case 'repeat-next': {
      const due = Math.floor(run.nowMs - startMs);
      const again = stepMessage(network, cell, standing.step, due);
      run.send(0, 0, 1);
      network.send(again, run.effectMs);
      return true;
    }
    default:
      network.counts.StaleEvents += 1;
      return true;
  }
}

function takeStep(network: Network, run: Invocation, cell: Cell, readAtMs: number): boolean {
  const { settings, decisions, counts, startMs } = network;
  const { record } = cell;
  run.readCandidates(cell.candidateCount, cell.homedCandidateCount);
  run.readOffers(cell.offers.length, cell.renewedCount, true);
  const nowMs = run.nowMs;
  const candidates = candidatesFor(network, cell, nowMs);
  const plan = decisions.healStep(record, cell.offers, candidates, settings, nowMs);
  const promoted = plan.promote as readonly HealCandidate[];
  const reports = promoted.map(({ node, nodeId, epoch }) => {
    const dueAtMs = nextReportAtMs(cell.name, nodeId, settings, nowMs);
    return reportDue(network, cell, node, epoch, dueAtMs);
  });
  const lost = (plan.lost as readonly Offer[]).map(({ node, epoch }) =>
    network.messages.add(messageKind.lost, cell.index, node, epoch, Math.floor(nowMs - startMs)),
  );
  const steps =
    plan.nextAtMs === null
      ? []
      : [stepMessage(network, cell, record.healStep + 1, Math.ceil(plan.nextAtMs - startMs))];
  const membership = [...reports, ...lost];
  if (membership.length + steps.length > 0) run.send(membership.length, 0, steps.length);
  for (const one of [...membership, ...steps]) network.send(one, run.effectMs);
  promoteAll(network, run, cell, promoted);
  retireAll(network, run, cell, plan);
  const isDone = plan.nextAtMs !== null || cell.newsAtMs <= readAtMs;
  run.commitHealStep(isDone);
  if (!isDone) return false;
  cell.takenStep = {
    step: record.healStep,
    recordedAtMs: run.effectMs,
    nextAtMs: plan.nextAtMs,
    promotedCount: promoted.length,
    retiredCount: plan.retire.length,
    lost: plan.lost as readonly Offer[],
  };
  record.healStep += 1;
  record.healDueAtMs = plan.nextAtMs;
  record.gate = plan.gate;
  counts.HealSteps += 1;
  return true;
}

function promoteAll(
  network: Network,
  run: Invocation,
  cell: Cell,
  candidates: readonly HealCandidate[],
): void {
  const { sizes, timings } = network.settings;
  for (const candidate of candidates) {
    const { node, nodeId, epoch } = candidate;
    const slots = offeredSlots(candidate, sizes);
    const leaseUntilMs = run.nowMs + timings.leaseMs;
    const isHeld = promote(
      network,
      cell,
      node,
      offerOf(cell, { node, nodeId, epoch }, slots, leaseUntilMs),
    );
    run.promote(isHeld, true);
    network.counts.Promotions += 1;
  }
}

function retireAll(network: Network, run: Invocation, cell: Cell, { retire }: HealPlan): void {
  for (const over of retire as readonly Offer[]) {
    run.retire(true);
    // Who was promoted anew meanwhile has replaced the record already.
    if (!over.isGone) network.removeOffer(cell, over);
  }
  network.counts.Retirements += retire.length;
}

function stepMessage({ messages }: Network, { index }: Cell, step: number, due: number): number {
  const message = messages.add(messageKind.healStep, index, 0, 0, due);
  messages.setExtra(message, step);
  return message;
}
