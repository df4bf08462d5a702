// News of the node, of its supernode's end and of its own: functions/membership/apply-change.ts,
// one call at a time. Each changes the records first and sends a log-in after.

import type { Change, NodeEvent } from '#domain/membership/plan-change.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { holds, type RecordWrite, type StoredRecord, written } from '#domain/record-write.ts';
import { advanced, deleted, newNonces, sent } from './handle-login.ts';
import {
  checkedSettings,
  type Message,
  nodeRead,
  nowMs,
  type Rules,
  registrationsRead,
  type Task,
  type World,
} from './world.ts';

/** The registration of the node itself, once it was promoted. */
export const ownRegistrationId = 'n1';

/** The supernode that may go. */
export const mortalId = 's1';

/** The steps that a task with news may take now. */
export function newsMoves(world: World, task: Task, message: Message, rules: Rules): World[] {
  switch (task.step) {
    case 'read-node':
      return [read(world, task, message, rules)];
    case 'move':
      return [changed(world, task, message, rules)];
    case 'read-registrations':
      return [foundOrphans(world, task, message)];
    case 'notify':
      return reported(world, task, message, rules);
    default:
      return [deleted(world, task)];
  }
}

function read(world: World, task: Task, message: Message, rules: Rules): World {
  if (message.kind === 'death') return advanced(world, task, { step: 'move' });
  const node = nodeRead(world.node);
  const registrations = registrationsRead(world.registrations);
  const { write, firstLogin } = planOf(message, node, registrations, rules);
  const isDone = firstLogin === 'none';
  const step = write.kind !== 'none' ? 'move' : isDone ? 'delete' : 'notify';
  return advanced(world, task, { node, registrations, step });
}

/** What the handler plans for news of the node. */
function planOf(
  { kind, epoch }: Message,
  node: NodeRecord,
  registrations: readonly SupernodeRecord[],
  { planChange }: Rules,
): Change {
  const event: NodeEvent =
    kind === 'loss'
      ? { type: 'NodeLost', epoch }
      : { type: 'NodeRestarted', epoch, cause: 'update' };
  const { home } = node;
  const homeRead = registrations.find(
    (one) => one.nodeId === home?.supernode && one.epoch === home.epoch,
  );
  const registration = registrations.find(({ nodeId }) => nodeId === ownRegistrationId);
  const seen = { node, home: homeRead, registration, load: null };
  return planChange(event, seen, checkedSettings, nowMs);
}

function changed(world: World, task: Task, message: Message, rules: Rules): World {
  if (message.kind === 'death') return died(world, task, message, rules);
  const { node } = task;
  if (node === null) throw new Error('expected the node to be read before it is moved');
  const move = rules.moving(node, { epoch: message.epoch, state: 'waiting' });
  const planned = planOf(message, node, task.registrations, rules).write;
  const heldAt = planned.kind === 'move' ? planned.move.slotBackTo : undefined;
  const returned = heldAt && rules.slotReturned(heldAt);
  const registrations =
    heldAt && returned ? writtenAt(world, heldAt.nodeId, returned) : world.registrations;
  // Whatever was read is so no longer: it is read again.
  if (!holds(move.asks, world.node) || registrations === null)
    return advanced(world, task, { step: 'read-node', node: null, registrations: [] });
  const isNew = message.epoch !== node.epoch;
  const { [ownRegistrationId]: _own, ...others } = registrations;
  const after: World = {
    ...world,
    node: written(world.node, move),
    registrations: others,
    used: isNew ? [] : world.used,
  };
  return advanced(after, task, { step: 'notify' });
}

/** The registrations after a write of one of them; null where its condition does not hold. */
export function writtenAt(
  { registrations }: World,
  nodeId: string,
  write: RecordWrite,
): World['registrations'] | null {
  const registration: StoredRecord | undefined = registrations[nodeId];
  if (registration === undefined || !holds(write.asks, registration)) return null;
  return { ...registrations, [nodeId]: written(registration, write) };
}

function died(world: World, task: Task, { epoch }: Message, { registrationDying }: Rules): World {
  const registration = registrationsRead(world.registrations).find(
    ({ nodeId }) => nodeId === mortalId,
  );
  const registrations =
    registration && writtenAt(world, mortalId, registrationDying(registration, epoch));
  return advanced({ ...world, registrations: registrations ?? world.registrations }, task, {
    step: 'read-registrations',
  });
}

function foundOrphans(world: World, task: Task, { epoch }: Message): World {
  const node = nodeRead(world.node);
  const isOrphan = node.home?.supernode === mortalId && node.home.epoch < epoch;
  return advanced(world, task, isOrphan ? { node, step: 'notify' } : { step: 'delete' });
}

/** Its node asks for the first time since its boot, or since it lost its home. */
function reported(world: World, task: Task, message: Message, rules: Rules): World[] {
  const { node } = task;
  if (node === null) throw new Error('expected somebody to say');
  const epoch = message.kind === 'death' ? node.epoch : message.epoch;
  return newNonces(world, node.minNonce, rules).map((one) =>
    deleted(sent(one.world, { epoch, attempt: 1, nonce: one.nonce }), task),
  );
}
