// News of the node, of its supernode's end and of its own: functions/membership/apply-change.ts,
// one call at a time. Each changes the records first and sends a log-in after.

import type { Change, NodeEvent } from '#domain/membership/plan-change.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { holds, type RecordWrite, type StoredRecord, written } from '#domain/record-write.ts';
import { advanced, deleted, newNonces, sent } from './handle-login.ts';
import {
  checkedSettings,
  type Letter,
  nodeRead,
  nowMs,
  offersRead,
  type Rules,
  type Task,
  type World,
} from './world.ts';

/** The offer of the node itself, once it was promoted. */
export const ownOfferId = 'n1';

/** The supernode that may go. */
export const mortalId = 's1';

/** The steps that a task with news may take now. */
export function newsMoves(world: World, task: Task, letter: Letter, rules: Rules): World[] {
  switch (task.step) {
    case 'read-node':
      return [read(world, task, letter, rules)];
    case 'move':
      return [changed(world, task, letter, rules)];
    case 'read-offers':
      return [foundOrphans(world, task, letter)];
    case 'tell':
      return told(world, task, letter, rules);
    default:
      return [deleted(world, task)];
  }
}

function read(world: World, task: Task, letter: Letter, rules: Rules): World {
  if (letter.kind === 'death') return advanced(world, task, { step: 'move' });
  const node = nodeRead(world.node);
  const offers = offersRead(world.offers);
  const { write, firstLogin } = planOf(letter, node, offers, rules);
  const isDone = firstLogin === 'none';
  const step = write.kind !== 'none' ? 'move' : isDone ? 'delete' : 'tell';
  return advanced(world, task, { node, offers, step });
}

/** What the handler plans for news of the node. */
function planOf(
  { kind, epoch }: Letter,
  node: NodeRecord,
  offers: readonly SupernodeRecord[],
  { planChange }: Rules,
): Change {
  const event: NodeEvent =
    kind === 'loss'
      ? { type: 'NodeLost', epoch }
      : { type: 'NodeRestarted', epoch, cause: 'update' };
  const { home } = node;
  const homeRead = offers.find((one) => one.nodeId === home?.supernode && one.epoch === home.epoch);
  const registration = offers.find(({ nodeId }) => nodeId === ownOfferId);
  const seen = { node, home: homeRead, registration, load: null };
  return planChange(event, seen, checkedSettings, nowMs);
}

function changed(world: World, task: Task, letter: Letter, rules: Rules): World {
  if (letter.kind === 'death') return died(world, task, letter, rules);
  const { node } = task;
  if (node === null) throw new Error('expected the node to be read before it is moved');
  const move = rules.moving(node, { epoch: letter.epoch, state: 'waiting' });
  const planned = planOf(letter, node, task.offers, rules).write;
  const heldAt = planned.kind === 'move' ? planned.move.slotBackTo : undefined;
  const returned = heldAt && rules.slotReturned(heldAt);
  const offers = heldAt && returned ? writtenAt(world, heldAt.nodeId, returned) : world.offers;
  // Whatever was read is so no longer: it is read again.
  if (!holds(move.asks, world.node) || offers === null)
    return advanced(world, task, { step: 'read-node', node: null, offers: [] });
  const isNew = letter.epoch !== node.epoch;
  const { [ownOfferId]: _own, ...others } = offers;
  const after: World = {
    ...world,
    node: written(world.node, move),
    offers: others,
    used: isNew ? [] : world.used,
  };
  return advanced(after, task, { step: 'tell' });
}

/** The offers after a write of one of them; null where its condition does not hold. */
export function writtenAt(
  { offers }: World,
  nodeId: string,
  write: RecordWrite,
): World['offers'] | null {
  const offer: StoredRecord | undefined = offers[nodeId];
  if (offer === undefined || !holds(write.asks, offer)) return null;
  return { ...offers, [nodeId]: written(offer, write) };
}

function died(world: World, task: Task, { epoch }: Letter, { offerDying }: Rules): World {
  const offer = offersRead(world.offers).find(({ nodeId }) => nodeId === mortalId);
  const offers = offer && writtenAt(world, mortalId, offerDying(offer, epoch));
  return advanced({ ...world, offers: offers ?? world.offers }, task, { step: 'read-offers' });
}

function foundOrphans(world: World, task: Task, { epoch }: Letter): World {
  const node = nodeRead(world.node);
  const isOrphan = node.home?.supernode === mortalId && node.home.epoch < epoch;
  return advanced(world, task, isOrphan ? { node, step: 'tell' } : { step: 'delete' });
}

/** Its node asks for the first time since its boot, or since it lost its home. */
function told(world: World, task: Task, letter: Letter, rules: Rules): World[] {
  const { node } = task;
  if (node === null) throw new Error('expected somebody to tell');
  const epoch = letter.kind === 'death' ? node.epoch : letter.epoch;
  return newNonces(world, node.nonceFloor, rules).map((one) =>
    deleted(sent(one.world, { epoch, attempt: 1, nonce: one.nonce }), task),
  );
}
