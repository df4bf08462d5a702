// What must hold in every world, whoever is in the middle of whatever.
import { holds } from '#domain/record-write.ts';
import { mortalId, ownRegistrationId } from './handle-news.ts';
import { isIn } from './moves.ts';
import { type Message, nodeRead, ourRules, registrationsRead, type World } from './world.ts';

/** What is wrong with a world; null where all is well. */
export function brokenPromise(world: World): string | null {
  return (
    world.broken ??
    lostLogin(world) ??
    wrongCount(world) ??
    wrongStanding(world) ??
    multiplied(world)
  );
}

/**
 * Whoever waits is asked for, by a log-in that no duplicate check and no used proof can end; or
 * there is news under way from which such a log-in follows.
 */
function lostLogin(world: World): string | null {
  const { node, messages } = world;
  if (node.state === 'offline' || isIn(world)) return null;
  const open = messages.filter((message) => !message.isDeleted);
  if (open.some((message) => asks(world, message) || willNotify(world, message))) return null;
  return open.some(({ kind, epoch }) => kind === 'login' && epoch === node.epoch)
    ? 'no log-in is left that a duplicate check or a used proof cannot end'
    : 'the node waits, and nobody asks for it';
}

function asks({ node }: World, message: Message): boolean {
  if (message.kind !== 'login') return false;
  const request = { ...message, proof: { nonce: message.nonce, expiresAtMs: 0, mac: '' } };
  // Asked of the node as it is: whether this one would be left by a duplicate check now.
  const { home } = nodeRead(node);
  return holds(ourRules.answeringDuplicateCheck(request, { home }, String(message.id)).asks, node);
}

function willNotify({ node }: World, { kind, epoch }: Message): boolean {
  const { home } = nodeRead(node);
  if (kind === 'restart') return epoch >= Number(node.epoch);
  if (kind === 'death') return home?.supernode === mortalId && home.epoch < epoch;
  return kind === 'loss' && epoch === node.epoch;
}

function wrongCount(world: World): string | null {
  const { home } = nodeRead(world.node);
  for (const { nodeId, epoch, nodeEpoch, used, slots } of registrationsRead(world.registrations)) {
    if (nodeId === ownRegistrationId || epoch !== nodeEpoch) continue;
    const homed = home?.supernode === nodeId && home.epoch === epoch ? 1 : 0;
    const counted = (world.others[nodeId] ?? 0) + homed;
    if (used !== counted) return `${nodeId} counts ${used} slots as used, and ${counted} are`;
    if (used > slots) return `${nodeId} has ${slots} slots and carries ${used}`;
  }
  return null;
}

function wrongStanding({ node }: World): string | null {
  const { home, role, state, epoch, provenEpoch } = nodeRead(node);
  if (home !== null && (role === 'supernode' || state !== 'online'))
    return `the node has a home, and is a ${role} that is ${state}`;
  if ((home !== null || node.candidateCell !== undefined) && provenEpoch !== epoch)
    return 'the node has a home or is a candidate, and has not proven itself at this boot';
  return null;
}

/** Copies of one sign-in: those that it began with, one a late delivery, one a telling. */
const copiesMax = 6;

function multiplied({ messages }: World): string | null {
  const open = messages.filter(({ kind, isDeleted }) => kind === 'login' && !isDeleted);
  return open.length > copiesMax ? `${open.length} log-ins of one node are under way` : null;
}
