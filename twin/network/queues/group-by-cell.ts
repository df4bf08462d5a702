// A batch's messages as the handlers see them: cell by cell, those that came too early sent on.
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Network } from '../network-state.ts';
import type { MessagePool } from './message-pool.ts';

/** The messages of one cell in one batch. */
export interface CellBatch {
  readonly cell: number;
  readonly messages: number[];
}

/** What a batch leaves to be sent when it is decided. */
export interface FollowUps {
  readonly membership: number[];
  readonly login: number[];
  readonly heal: number[];
}

export function noFollowUps(): FollowUps {
  return { membership: [], login: [], heal: [] };
}

/**
 * Divides a batch by cells, in the order in which they come first. What is due later than now is
 * sent on.
 */
export function groupByCell(
  { messages, startMs, groupOfCell }: Network,
  batch: readonly number[],
  nowMs: number,
  sentOn: number[],
): CellBatch[] {
  const groups: CellBatch[] = [];
  for (const message of batch) {
    if (messages.due(message) + startMs > nowMs) {
      sentOn.push(message);
      continue;
    }
    const cell = messages.cell(message);
    const group = groupOfCell[cell]!;
    if (group >= 0) groups[group]?.messages.push(message);
    else {
      groupOfCell[cell] = groups.length;
      groups.push({ cell, messages: [message] });
    }
  }
  for (const { cell } of groups) groupOfCell[cell] = -1;
  return groups;
}

/** Sends what follows from a batch, as the outbox does. */
export function sendAll(network: Network, run: Invocation, followUps: FollowUps): void {
  const { membership, login, heal } = followUps;
  if (membership.length + login.length + heal.length === 0) return;
  run.send(membership.length, login.length, heal.length);
  const sentAtMs = run.effectMs;
  for (const message of membership) network.send(message, sentAtMs);
  for (const message of login) network.send(message, sentAtMs);
  for (const message of heal) network.send(message, sentAtMs);
}

/** How many nodes some messages name. */
export function distinctNodes(messages: MessagePool, batch: readonly number[]): number {
  let count = 0;
  for (let at = 0; at < batch.length; at += 1) {
    const node = messages.node(batch[at]!);
    let before = 0;
    while (before < at && messages.node(batch[before]!) !== node) before += 1;
    if (before === at) count += 1;
  }
  return count;
}
