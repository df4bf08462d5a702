// Consumes the membership queue: who was switched on or off, restarts, losses and lease reports.
// Each message is idempotent by the node's epoch, and whatever brings news has heal look after the
// cell.

import { type Identity, openIdentity } from '#adapters/identity.ts';
import { isOver } from '#adapters/network/cell-reader.ts';
import { claimHealStart, noteNews } from '#adapters/network/heal-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { healStepDue, type MembershipEvent, type Place } from '#domain/events.ts';
import { isHealIdle } from '#domain/heal/heal-standing.ts';
import { isSilent } from '#domain/heal/heal-step.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, type Message } from './batch-consumer.ts';
import {
  followJoin,
  followLeave,
  followLoss,
  followRestart,
  type Handling,
} from './membership/change-node.ts';
import { type MembershipCell, openMembershipCell } from './membership/membership-cell.ts';
import { followReport } from './membership/renew-supernode.ts';
import { parseMembershipEvent } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const membership = (runtime: Runtime) => {
  const table = openTable(runtime);
  const identity = openIdentity(runtime);
  return batchConsumer(runtime, {
    queue: 'membership',
    parse: parseMembershipEvent,
    isOver: (runId) => isOver(table, runId),
    handle: (place, messages) => updateMembership(table, identity, place, messages),
  });
};

export const handler = onLambda(membership);

async function updateMembership(
  table: Table,
  identity: Identity,
  place: Place,
  messages: readonly Message<MembershipEvent>[],
): Promise<void> {
  const events = messages.map(({ event }) => event);
  const cell = await openMembershipCell(table, identity, place, events);
  if (cell === undefined) return;
  const nowMs = table.runtime.nowMs();
  // Nobody polls for supernodes that fell silent: whoever still reports has the cell looked at.
  const hasSilent = [...cell.supernodes.values()].some((one) => isSilent(one, nowMs));
  let caller: Message<MembershipEvent> | undefined;
  for (const message of messages) {
    const handling = await applyToLatest(table, cell, message).catch(message.fail);
    if (handling === 'stale') table.runtime.count('StaleEvents', 1);
    if (handling === 'news' || (handling !== undefined && hasSilent)) caller = message;
  }
  if (caller) await callHeal(table, cell, caller).catch(caller.fail);
}

/** How often a message is decided anew, on what was read anew, before it has to come again. */
const readsMax = 3;

/**
 * A node that changed since it was read is read again at once: redelivery would take minutes.
 * @returns undefined when the run ended meanwhile
 */
async function applyToLatest(
  table: Table,
  cell: MembershipCell,
  message: Message<MembershipEvent>,
): Promise<Handling | undefined> {
  let latest: MembershipCell | undefined = cell;
  for (let reads = 1; latest !== undefined; reads += 1) {
    const handling = await applyEvent(table, latest, message);
    if (handling !== 'outdated') return handling;
    if (reads >= readsMax) throw new Error(`${message.event.id}: the node keeps changing`);
    latest = await openMembershipCell(table, cell.identity, cell.place, [message.event]);
  }
  return undefined;
}

async function applyEvent(
  table: Table,
  cell: MembershipCell,
  message: Message<MembershipEvent>,
): Promise<Handling> {
  const { event } = message;
  switch (event.type) {
    case 'NodeJoined':
      return followJoin(table, cell, { ...message, event });
    case 'NodeLeft':
      return followLeave(table, cell, { ...message, event });
    case 'NodeRestarted':
      return followRestart(table, cell, { ...message, event });
    case 'NodeLost':
      return followLoss(table, cell, { ...message, event });
    case 'SupernodeReported':
      return (await followReport(table, cell, { ...message, event })) ? 'no-news' : 'stale';
    default:
      return unreachable(event);
  }
}

/**
 * Sees to it that somebody looks after the cell: heal under way will not end before it has seen the
 * news, and heal that is idle is sent its next step.
 */
async function callHeal(
  table: Table,
  { place, run }: MembershipCell,
  { followUps, afterSent }: Message<MembershipEvent>,
): Promise<void> {
  const { healStep, healDueAtMs } = await noteNews(table, place);
  const nowMs = table.runtime.nowMs();
  if (!isHealIdle({ healDueAtMs }, run.settings.timings, nowMs)) return;
  followUps.push(healStepDue(place, healStep, nowMs));
  afterSent.push(() => claimHealStart(table, place, healStep, nowMs));
}
