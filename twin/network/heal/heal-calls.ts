// The messages of the heal queue, and the claim of a cell after heal was called.
import type { HealCall } from '#domain/heal/call-heal.ts';
import { claimingHealStart } from '#domain/heal/heal-writes.ts';
import { holds } from '#domain/record-write.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';

/** A heal step of a cell. @param due counted from the run's start */
export function stepMessage(
  { messages }: Network,
  { index }: Cell,
  step: number,
  due: number,
): number {
  const message = messages.add(messageKind.healStep, index, 0, 0, due);
  messages.setExtra(message, step);
  return message;
}

/** The message that calls heal. */
export function callMessage(network: Network, cell: Cell, { step, atMs }: HealCall): number {
  return stepMessage(network, cell, step, Math.floor(atMs - network.startMs));
}

/** See `claimingHealStart`. @returns whether it was written */
export function claimHealStart(run: Invocation, { index, record }: Cell, call: HealCall): boolean {
  const isDone = holds(claimingHealStart(call).asks, { ...record });
  run.at(index).claimHealStart(isDone);
  if (isDone) record.healDueAtMs = call.atMs;
  return isDone;
}
