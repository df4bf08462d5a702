// All that may happen next in a world.
import { isSignedIn } from '#domain/network.ts';
import { holds, written } from '#domain/record-write.ts';
import { loginMoves, sent } from './handle-login.ts';
import { mortalId, newsMoves, ownRegistrationId, writtenAt } from './handle-news.ts';
import {
  checkedEvery,
  type Message,
  nodeRead,
  nowMs,
  type Rules,
  registrationsRead,
  spent,
  type Task,
  type World,
} from './world.ts';

/** Some step of somebody's, and the world after it. */
export interface Move {
  readonly label: string;
  readonly world: World;
}

/** So many functions are at work at once, at most: copies meet in pairs. */
const tasksMax = 2;

/** Lists every move that a world allows. */
export function movesOf(world: World, rules: Rules): Move[] {
  return [
    ...world.tasks.flatMap((task) => taskMoves(world, task, rules)),
    ...(world.tasks.length < tasksMax ? world.messages.flatMap((one) => handOut(world, one)) : []),
    ...world.tasks.flatMap((task) => crashes(world, task, rules)),
    ...others(world),
    ...news(world),
    ...healMoves(world, rules),
  ].map((move) => ({ ...move, world: tidied(move.world) }));
}

function taskMoves(world: World, task: Task, rules: Rules): Move[] {
  const message = messageOf(world, task);
  const next = message.kind === 'login' ? loginMoves : newsMoves;
  const label = `${nameOf(message)}: ${task.step}`;
  return next(world, task, message, rules).map((after) => ({ label, world: after }));
}

function messageOf({ messages }: World, { message }: Task): Message {
  const found = messages.find(({ id }) => id === message);
  if (found === undefined) throw new Error(`expected message ${message} to be kept`);
  return found;
}

function nameOf({ id, kind, epoch, attempt, nonce }: Message): string {
  return kind === 'login'
    ? `log-in ${id} (boot ${epoch}, attempt ${attempt}, nonce ${nonce})`
    : `${kind} ${id} (boot ${epoch})`;
}

const freshTask: Omit<Task, 'message' | 'isLate'> = {
  step: 'read-node',
  node: null,
  registrations: [],
  answer: null,
};

/** A queue hands a message out: once or, as queues do, again. */
function handOut(world: World, message: Message): Move[] {
  const isAgain = message.isDeleted || world.tasks.some((task) => task.message === message.id);
  if (isAgain && world.left.duplicates === 0) return [];
  const paid = isAgain ? spent(world, 'duplicates') : world;
  const begin = (from: World, isLate: boolean): Move => {
    const task: Task = { ...freshTask, message: message.id, isLate };
    const how = `${isAgain ? ' again' : ''}${isLate ? ', late' : ''}`;
    return {
      label: `${nameOf(message)}: handed out${how}`,
      world: { ...from, tasks: [...from.tasks, task] },
    };
  };
  if (message.kind !== 'login') return [begin(paid, false)];
  if (paid.left.deliveries === 0) return [];
  const delivered = spent(paid, 'deliveries');
  const late = delivered.left.late > 0 ? [begin(spent(delivered, 'late'), true)] : [];
  return [begin(delivered, false), ...late];
}

/** Steps before which a function may have written something. */
const afterWrites: readonly Task['step'][] = ['duplicate-check', 'send-next', 'notify', 'delete'];

/** A function dies: its message comes again or, after the last time, is sent back by somebody. */
function crashes(world: World, task: Task, { attemptSentBack }: Rules): Move[] {
  if (world.left.crashes === 0 || !afterWrites.includes(task.step)) return [];
  const message = messageOf(world, task);
  const died = spent(world, 'crashes');
  const gone: World = { ...died, tasks: died.tasks.filter((one) => one !== task) };
  const label = `${nameOf(message)}: its function dies before ${task.step}`;
  const again = { label, world: gone };
  if (message.kind !== 'login' || message.isDeleted) return [again];
  const messages = gone.messages.map((one) =>
    one === message ? { ...one, isDeleted: true } : one,
  );
  const attempt = attemptSentBack(message.attempt, checkedEvery);
  const back = sent({ ...gone, messages }, { ...message, attempt });
  return [
    again,
    { label: `${label}, and it is sent back from the dead-letter queue`, world: back },
  ];
}

/** Somebody else takes a slot, or gives one back. */
function others(world: World): Move[] {
  if (world.left.others === 0) return [];
  return registrationsRead(world.registrations).flatMap(
    ({ nodeId, epoch, nodeEpoch, slots, used }) => {
      const count = world.others[nodeId] ?? 0;
      const changed = (by: number, label: string): Move => ({
        label: `somebody else ${label} ${nodeId}`,
        world: {
          ...spent(world, 'others'),
          registrations: {
            ...world.registrations,
            [nodeId]: { ...world.registrations[nodeId], used: used + by },
          },
          others: { ...world.others, [nodeId]: count + by },
        },
      });
      if (nodeId === ownRegistrationId || epoch !== nodeEpoch) return [];
      return [
        ...(used < slots ? [changed(1, 'takes a slot of')] : []),
        ...(count > 0 ? [changed(-1, 'gives back a slot of')] : []),
      ];
    },
  );
}

/** The node restarts, or its supernode does, or the node falls silent as one. */
function news(world: World): Move[] {
  const { left, node, registrations } = world;
  const epoch = Number(node.epoch);
  const knownEpoch = world.messages.reduce(
    (latest, one) => (one.kind === 'restart' ? Math.max(latest, one.epoch) : latest),
    epoch,
  );
  const own = registrations[ownRegistrationId];
  return [
    ...(left.restarts > 0
      ? [
          {
            label: 'the node restarts',
            world: reported(world, 'restarts', 'restart', knownEpoch + 1),
          },
        ]
      : []),
    ...(left.deaths > 0
      ? [{ label: `${mortalId} restarts`, world: reported(world, 'deaths', 'death', 2) }]
      : []),
    ...(left.losses > 0 && node.role === 'supernode' && own !== undefined
      ? [
          {
            label: 'the node falls silent',
            world: {
              ...reported(world, 'losses', 'loss', epoch),
              registrations: { ...registrations, [ownRegistrationId]: { ...own, leaseUntilMs: 0 } },
            },
          },
        ]
      : []),
  ];
}

function reported(
  world: World,
  what: 'restarts' | 'deaths' | 'losses',
  kind: Message['kind'],
  epoch: number,
): World {
  const message = { id: world.nextId, kind, epoch, attempt: 0, nonce: 0, isDeleted: false };
  return {
    ...spent(world, what),
    messages: [...world.messages, message],
    nextId: world.nextId + 1,
  };
}

/** Heal finds the node in its index, and promotes it some time later. */
function healMoves(world: World, { promoting, slotReturned }: Rules): Move[] {
  const { node, candidate, left } = world;
  if (candidate === null) {
    if (left.promotions === 0 || node.candidateCell === undefined) return [];
    const found = { ...spent(world, 'promotions'), candidate: nodeRead(node) };
    return [{ label: 'heal finds the node', world: found }];
  }
  const promotion = promoting(candidate);
  const missed = { label: 'heal promotes nobody', world: { ...world, candidate: null } };
  if (!holds(promotion.asks, node)) return [missed];
  const { home, epoch } = candidate;
  const held = registrationsRead(world.registrations).find(
    (one) => one.nodeId === home?.supernode && one.epoch === home.epoch && one.nodeEpoch === epoch,
  );
  const registrations = held
    ? writtenAt(world, held.nodeId, slotReturned(held))
    : world.registrations;
  if (registrations === null) return [missed];
  const lease = { leaseUntilMs: nowMs + 1, slots: 0, used: 0, operatorRun: false };
  const own = { nodeId: ownRegistrationId, cell: 'c0000', epoch, nodeEpoch: epoch, ...lease };
  const after: World = {
    ...world,
    candidate: null,
    node: written(node, promotion),
    registrations: { ...registrations, [ownRegistrationId]: own },
  };
  return [{ label: 'heal promotes the node', world: after }];
}

/** Whether the node is signed in now, or is a supernode whose silence is not known yet. */
export function isIn({ node, registrations }: World): boolean {
  const byId = new Map(registrationsRead(registrations).map((one) => [one.nodeId, one]));
  return isSignedIn(nodeRead(node), byId, nowMs);
}

/** Without what can matter no more, so that equal futures are one world. */
function tidied(world: World): World {
  const { messages, tasks, node, left, wentOn } = world;
  const isKept = ({ id, isDeleted, epoch, kind }: Message) =>
    !isDeleted ||
    tasks.some((task) => task.message === id) ||
    (left.duplicates > 0 && !(kind === 'login' && epoch < Number(node.epoch)));
  const calls = Object.entries(wentOn).filter(([call]) => call.startsWith(`${node.epoch}/`));
  return {
    ...world,
    messages: messages.filter(isKept),
    wentOn: Object.fromEntries(calls),
  };
}
