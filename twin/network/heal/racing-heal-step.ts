// Two deliveries of one heal step side by side. A step takes some fifty milliseconds from reading
// its cell to recording that it is done; a copy that reads the cell meanwhile takes it, too.
import type { HealStepDue } from '#domain/events.ts';
import { queueLimits } from '#domain/limits.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';

/** Whether a step was still being taken when a copy of it read the cell. */
export function isRacing(cell: Cell, { step }: Pick<HealStepDue, 'step'>, readAtMs: number) {
  const taken = cell.takenStep;
  return taken !== null && taken.step === step && readAtMs < taken.recordedAtMs;
}

/**
 * Does what a copy does: it sends the same messages, and all its writes find that they were made.
 * The first renews of those promoted are billed alone, since the node's own renewal voids a second
 * one.
 * @returns whether it is done; a copy of a step that ended heal fails
 */
export function takeAgain(network: Network, run: Invocation, cell: Cell): boolean {
  const taken = cell.takenStep;
  if (taken === null) throw new Error(`expected ${cell.name} to have taken a step`);
  const { messages, startMs, counts } = network;
  run.readCandidates(cell.candidateCount, cell.homedCandidateCount);
  run.readRegistrations(cell.registrations.length, cell.renewedCount, true);
  const nowMs = Math.floor(run.nowMs - startMs);
  const lost = taken.lost.map(({ node, epoch }) =>
    messages.add(messageKind.lost, cell.index, node, epoch, nowMs),
  );
  const steps: number[] = [];
  if (taken.nextAtMs !== null) {
    const dueAt = Math.ceil(taken.nextAtMs - startMs);
    const next = messages.add(messageKind.healStep, cell.index, 0, 0, dueAt);
    messages.setExtra(next, taken.step + 1);
    steps.push(next);
  }
  const membershipCount = taken.promotedCount + lost.length;
  if (membershipCount + steps.length > 0) run.send(membershipCount, 0, steps.length);
  for (const one of [...lost, ...steps]) network.send(one, run.effectMs);
  for (let count = 0; count < taken.promotedCount; count += 1) run.promote(false, false);
  for (let count = 0; count < taken.retiredCount; count += 1) run.retire(false);
  counts.Retirements += taken.retiredCount;
  run.commitHealStep(false);
  return taken.nextAtMs !== null;
}

/** A message that failed stays hidden for its visibility time-out, and comes again. */
export function comeAgain(network: Network, message: number, receivedAtMs: number): void {
  const { messages, startMs, counts } = network;
  counts.MessagesFailed += 1;
  messages.setDue(message, receivedAtMs - startMs + queueLimits.heal.visibilitySeconds * 1000);
  network.send(message, receivedAtMs);
}
