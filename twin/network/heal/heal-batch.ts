// The heal function on the twin: functions/heal.ts, without a table.
import type { HealStepDue } from '#domain/events.ts';
import { stepStanding } from '#domain/heal/heal-standing.ts';
import { type Promotion, planStep, type StepPlan } from '#domain/heal/plan-step.ts';
import { queueLimits } from '#domain/limits.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { type Cell, type Registration, registrationOf } from '../cell.ts';
import { promote } from '../membership/change-node.ts';
import { renewalDue } from '../membership/membership-messages.ts';
import type { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';
import { candidatesFor, type HealCandidate } from './candidates.ts';
import { stepMessage } from './heal-calls.ts';
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
  const { settings, decisions, counts } = network;
  const { record } = cell;
  run.readCandidates(cell.candidateCount, cell.homedCandidateCount);
  run.readRegistrations(cell.registrations.length, cell.renewedCount, true);
  const nowMs = run.nowMs;
  const candidates = candidatesFor(network, cell, nowMs);
  const asked = decisions.healStep(record, cell.registrations, candidates, settings, nowMs);
  const plan = planStep(record, cell.registrations, asked, settings, nowMs);
  sendMessages(network, run, cell, plan, nowMs);
  for (const promotion of plan.promotions) promoteOne(network, run, cell, promotion);
  retireAll(network, run, cell, plan);
  // Nothing but news can come between here: see `commitHealStep`.
  const isDone = plan.ifNotRecorded === 'void' || cell.newsAtMs <= readAtMs;
  run.commitHealStep(isDone);
  if (!isDone) return false;
  const { nextStep, promotions, retire, lost, row } = plan;
  cell.takenStep = {
    step: record.healStep,
    recordedAtMs: run.effectMs,
    nextAtMs: nextStep === null ? null : nextStep.dueAtMs,
    promotedCount: promotions.length,
    retiredCount: retire.length,
    lost,
  };
  record.healStep = row.healStep;
  record.healDueAtMs = row.healDueAtMs;
  record.gate = row.gate;
  counts.HealSteps += 1;
  return true;
}

function sendMessages(
  network: Network,
  run: Invocation,
  cell: Cell,
  { promotions, lost, nextStep }: StepPlan<Registration>,
  nowMs: number,
): void {
  const { messages, startMs } = network;
  const renewals = promotions.map(({ candidate, firstRenewalAtMs }) => {
    const { node, epoch } = candidate as HealCandidate;
    return renewalDue(network, cell, node, epoch, firstRenewalAtMs);
  });
  const losses = lost.map(({ node, epoch }) =>
    messages.add(messageKind.lost, cell.index, node, epoch, Math.floor(nowMs - startMs)),
  );
  const steps =
    nextStep === null
      ? []
      : [stepMessage(network, cell, nextStep.step, Math.ceil(nextStep.dueAtMs - startMs))];
  const membership = [...renewals, ...losses];
  if (membership.length + steps.length > 0) run.send(membership.length, 0, steps.length);
  for (const one of [...membership, ...steps]) network.send(one, run.effectMs);
}

function promoteOne(
  network: Network,
  run: Invocation,
  cell: Cell,
  { candidate, slots, slotBackTo }: Promotion<Registration>,
): void {
  const { node, nodeId, epoch } = candidate as HealCandidate;
  const leaseUntilMs = run.nowMs + network.settings.timings.leaseMs;
  const registration = registrationOf(cell, { node, nodeId, epoch }, slots, leaseUntilMs);
  promote(network, cell, node, slotBackTo, registration);
  run.promote(slotBackTo !== undefined, true);
  network.counts.Promotions += 1;
}

function retireAll(
  network: Network,
  run: Invocation,
  cell: Cell,
  { retire }: StepPlan<Registration>,
): void {
  for (const over of retire) {
    run.retire(true);
    // A node that was promoted anew meanwhile has replaced the record already.
    if (!over.isGone) network.removeRegistration(cell, over);
  }
  network.counts.Retirements += retire.length;
}
