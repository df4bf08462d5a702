// The heal function on the twin: functions/heal.ts, without a table.
import { countedMessage } from '#domain/counted.ts';
import type { HealStepDue } from '#domain/events.ts';
import { stepStanding } from '#domain/heal/heal-standing.ts';
import { isStepRecordable } from '#domain/heal/heal-writes.ts';
import { countedOfStep, type Promotion, planStep, type StepPlan } from '#domain/heal/plan-step.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { type Cell, type Registration, registrationOf, type TakenStep } from '../cell.ts';
import { promote } from '../membership/change-node.ts';
import { renewalDue } from '../membership/membership-messages.ts';
import type { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';
import { candidatesFor, type HealCandidate } from './candidates.ts';
import { stepMessage } from './heal-calls.ts';
import { stepUnderWay } from './racing-heal-step.ts';

/** Serves one step. @returns when its invocation ends */
export function serveHeal(network: Network, batch: readonly number[], nowMs: number): number {
  const { messages } = network;
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
    const { runId } = network.settings;
    const id = `${runId}/${cell.name}/heal/${messages.extra(message)}`;
    const event = { runId, cell: cell.name, id };
    run.logFailed('heal', event, `Error: ${id}: news came meanwhile`);
    comeAgain(network, message, nowMs);
    cell.healHiddenUntilMs = nowMs + network.queues.heal.visibilitySeconds * 1000;
  }
  network.count(countedMessage, true, batch.length - failedCount);
  network.count(countedMessage, false, failedCount);
  return run.end(failedCount);
}

/** @returns whether the message is done; one that failed comes again */
function healCell(network: Network, run: Invocation, cell: Cell, message: number): boolean {
  const { messages, settings, startMs } = network;
  run.readCell(0);
  const readAtMs = run.effectMs;
  if (run.knowsRunEnded(network.finishedAtMs, network.settings.endsAtMs)) return true;
  const event = { step: messages.extra(message) } as HealStepDue;
  const first = stepUnderWay(cell, event.step, readAtMs);
  if (first !== null) return takeStep(network, run, cell, readAtMs, first);
  const standing = stepStanding(cell.record, event, settings.timings, run.nowMs);
  switch (standing.kind) {
    case 'due':
      return takeStep(network, run, cell, readAtMs, null);
    case 'repeat-next': {
      const due = Math.floor(run.nowMs - startMs);
      const again = stepMessage(network, cell, standing.step, due);
      run.send(0, 0, 1);
      network.send(again, run.effectMs);
      return true;
    }
    case 'void':
      network.counts[standing.metric] += 1;
      return true;
    default:
      return unreachable(standing);
  }
}

/**
 * Takes a step.
 * @param first the same step, if another delivery is taking it already. Then this copy sends the
 * same messages, and all its writes find that they were made.
 */
function takeStep(
  network: Network,
  run: Invocation,
  cell: Cell,
  readAtMs: number,
  first: TakenStep | null,
): boolean {
  const { record } = cell;
  run.readCandidates(cell.candidateCount, cell.homedCandidateCount);
  run.readRegistrations(cell.registrations.length, cell.renewedCount, true);
  const nowMs = run.nowMs;
  const isFirst = first === null;
  const plan = isFirst ? planAnew(network, cell, nowMs) : first.plan;
  sendMessages(network, run, cell, plan, isFirst, nowMs);
  for (const promotion of plan.promotions) promoteOne(network, run, cell, promotion, isFirst);
  for (const over of plan.retire) retireOne(network, run, cell, over, isFirst);
  network.count(countedOfStep.retirement, isFirst, plan.retire.length);
  // The row counts news that this step has not seen, if any was written since it read the cell.
  const unseenCount = cell.newsAtMs > readAtMs ? 1 : 0;
  const healStep = isFirst ? record.healStep : first.step;
  const read = { healStep, newsCount: record.newsCount - unseenCount };
  const isRecorded = isStepRecordable(read, plan.row, record);
  run.commitHealStep(isRecorded);
  network.count(countedOfStep.record, isRecorded);
  if (!isRecorded) return plan.ifNotRecorded === 'void';
  cell.takenStep = { step: healStep, plan, recordedAtMs: run.effectMs };
  const { row } = plan;
  record.healStep = row.healStep;
  record.healDueAtMs = row.healDueAtMs;
  record.gate = row.gate;
  return true;
}

function planAnew(network: Network, cell: Cell, nowMs: number): StepPlan<Registration> {
  const { settings, decisions } = network;
  const { record, registrations } = cell;
  const candidates = candidatesFor(network, cell, nowMs);
  const asked = decisions.healStep(record, registrations, candidates, settings, nowMs);
  return planStep(record, registrations, asked, settings, nowMs);
}

/** A copy's first renewals are only billed: those of the first delivery make them stale. */
function sendMessages(
  network: Network,
  run: Invocation,
  cell: Cell,
  { promotions, lost, nextStep }: StepPlan<Registration>,
  isFirst: boolean,
  nowMs: number,
): void {
  const { messages, startMs } = network;
  const sent: number[] = [];
  for (const { candidate, firstRenewalAtMs } of isFirst ? promotions : []) {
    const { node, epoch } = candidate as HealCandidate;
    sent.push(renewalDue(network, cell, node, epoch, firstRenewalAtMs));
  }
  const now = Math.floor(nowMs - startMs);
  for (const { node, epoch } of lost)
    sent.push(messages.add(messageKind.lost, cell.index, node, epoch, now));
  if (nextStep !== null)
    sent.push(stepMessage(network, cell, nextStep.step, Math.ceil(nextStep.dueAtMs - startMs)));
  const membershipCount = promotions.length + lost.length;
  const stepCount = nextStep === null ? 0 : 1;
  if (membershipCount + stepCount > 0) run.send(membershipCount, 0, stepCount);
  for (const one of sent) network.send(one, run.effectMs);
}

function promoteOne(
  network: Network,
  run: Invocation,
  cell: Cell,
  { candidate, slots, slotBackTo }: Promotion<Registration>,
  isFirst: boolean,
): void {
  network.count(countedOfStep.promotion, isFirst);
  if (!isFirst) {
    run.promote(false, false);
    return;
  }
  const { node, nodeId, epoch } = candidate as HealCandidate;
  const leaseUntilMs = run.nowMs + network.settings.timings.leaseMs;
  const registration = registrationOf(cell, { node, nodeId, epoch }, slots, leaseUntilMs);
  promote(network, cell, node, slotBackTo, registration);
  if (network.observer !== null) network.observer.promoted(node, slots, slotBackTo, run.nowMs);
  run.promote(slotBackTo !== undefined, true);
}

function retireOne(
  network: Network,
  run: Invocation,
  cell: Cell,
  over: Registration,
  isFirst: boolean,
): void {
  run.retire(isFirst);
  // A node that was promoted anew meanwhile has replaced the record already.
  if (!isFirst || over.isGone) return;
  network.removeRegistration(cell, over);
  if (network.observer !== null) network.observer.retired(over.node, run.nowMs);
}

/** A message that failed stays hidden for its visibility time-out, and comes again. */
function comeAgain(network: Network, message: number, receivedAtMs: number): void {
  const { messages, startMs } = network;
  messages.setDue(message, receivedAtMs - startMs + network.queues.heal.visibilitySeconds * 1000);
  network.send(message, receivedAtMs);
}
