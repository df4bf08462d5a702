// Consumes the membership queue: who was switched on or off, restarts, losses and lease renewals.
// Each message is idempotent by the node's epoch, and whatever brings news has heal look after the
// cell.

import { type ClientIdentity, openClientIdentity } from '#adapters/identity.ts';
import { claimHealStart, noteNews } from '#adapters/network/heal-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import { healStepDue, type MembershipEvent, type Place } from '#domain/events.ts';
import { needsHeal, planHealCall } from '#domain/heal/call-heal.ts';
import { isSilent } from '#domain/heal/heal-step.ts';
import {
  batchConsumer,
  type Done,
  done,
  type Failed,
  failed,
  type Handled,
  type Message,
} from './batch-consumer.ts';
import {
  type Applied,
  applyChange,
  followUp,
  type PlannedMessage,
} from './membership/apply-change.ts';
import { type MembershipCell, openMembershipCell } from './membership/membership-cell.ts';
import { moveTogether } from './membership/move-together.ts';
import { parseMembershipEvent } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const membership = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const identity = openClientIdentity(runtime);
  return batchConsumer(counter, table, {
    queue: 'membership',
    parse: parseMembershipEvent,
    handle: (place, messages) => updateMembership(table, identity, place, messages),
  });
};

export const handler = onLambda(membership);

async function updateMembership(
  table: Table,
  identity: ClientIdentity,
  place: Place,
  messages: readonly Message<MembershipEvent>[],
): Promise<readonly Handled[]> {
  const events = messages.map(({ event }) => event);
  const cell = await openMembershipCell(table, identity, place, events);
  if (cell === undefined) return messages.map(() => done());
  const nowMs = table.runtime.nowMs();
  const hasSilent = [...cell.supernodes.values()].some((one) => isSilent(one, nowMs));
  const handled: Handled[] = [];
  let callerAt: number | undefined;
  const moved = await moveTogether(table, cell, messages);
  for (const [index, message] of messages.entries()) {
    const applied = await apply(table, cell, message, moved.get(message)).catch(failed);
    handled.push(applied.kind === 'applied' ? done(...applied.followUps) : applied);
    if (applied.kind === 'applied' && needsHeal(applied, hasSilent)) callerAt = index;
  }
  const caller = callerAt === undefined ? undefined : handled[callerAt];
  if (callerAt !== undefined && caller?.kind === 'done')
    handled[callerAt] = await callHeal(table, cell, caller).catch(failed);
  return handled;
}

/** Does what follows for a message whose node was moved with others; all else goes alone. */
async function apply(
  table: Table,
  cell: MembershipCell,
  message: Message<MembershipEvent>,
  moved: PlannedMessage | Failed | undefined,
): Promise<Exclude<Applied, { kind: 'outdated' }> | Done | Failed> {
  if (moved === undefined) return applyToLatest(table, cell, message);
  return 'kind' in moved ? moved : followUp(table, moved);
}

/** How often a message is decided anew, on what was read anew, before it has to come again. */
const readsMax = 3;

/** A node that changed since it was read is read again at once: redelivery would take minutes. */
async function applyToLatest(
  table: Table,
  cell: MembershipCell,
  message: Message<MembershipEvent>,
): Promise<Exclude<Applied, { kind: 'outdated' }> | Done> {
  let latest: MembershipCell | undefined = cell;
  for (let reads = 1; latest !== undefined; reads += 1) {
    const applied = await applyChange(table, latest, message);
    if (applied.kind !== 'outdated') return applied;
    if (reads >= readsMax) throw new Error(`${message.event.id}: the node keeps changing`);
    latest = await openMembershipCell(table, cell.identity, cell.place, [message.event]);
  }
  // The run ended meanwhile.
  return done();
}

/** Notes the news, and calls heal for the cell if it is idle: see `planHealCall`. */
async function callHeal(table: Table, { place, run }: MembershipCell, caller: Done): Promise<Done> {
  const row = await noteNews(table, place);
  const call = planHealCall(row, run.settings.timings, table.runtime.nowMs());
  if (call === null) return caller;
  const claim = () => claimHealStart(table, place, call);
  return {
    kind: 'done',
    followUps: [...caller.followUps, healStepDue(place, call.step, call.atMs)],
    afterSent: [...caller.afterSent, claim],
  };
}
