// A log-in's way through its handler, one call at a time: functions/login.ts and what it calls.
import { mayStandBy } from '#domain/heal/join-candidates.ts';
import type { LoginAnswer, LoginOutcome } from '#domain/login/plan-answer.ts';
import { isLive, isSignedIn, openGate, type SupernodeRecord } from '#domain/network.ts';
import { holds, written } from '#domain/record-write.ts';
import { aLogin, aProof } from '#testing/domain/builders.ts';
import {
  checkedEvery,
  checkedSettings,
  type Message,
  nodeRead,
  nowMs,
  type Rules,
  registrationsRead,
  spent,
  type Task,
  type World,
} from './world.ts';

/** The steps that a log-in's task may take now; several where chance or a clock decides. */
export function loginMoves(world: World, task: Task, message: Message, rules: Rules): World[] {
  switch (task.step) {
    case 'read-node':
      return [advanced(world, task, { node: nodeRead(world.node), step: 'read-registrations' })];
    case 'read-registrations':
      return admitted(world, task, message, rules);
    case 'place':
      return placed(world, task, message, rules);
    case 'stand-by':
      return [stoodBy(world, task, message, rules)];
    case 'duplicate-check':
      return [checkedForCopies(world, task, message, rules)];
    case 'send-next':
      return sentNext(world, task, message, rules);
    default:
      return [deleted(world, task)];
  }
}

/** The world after a step of a task. */
export function advanced(world: World, task: Task, change: Partial<Task>): World {
  const tasks = world.tasks.map((one) => (one === task ? { ...task, ...change } : one));
  return { ...world, tasks };
}

/** The world once a task is done with its message. */
export function deleted(world: World, task: Task): World {
  const messages = world.messages.map((one) => {
    return one.id === task.message ? { ...one, isDeleted: true } : one;
  });
  return { ...world, messages, tasks: world.tasks.filter((one) => one !== task) };
}

/** The world with one more log-in under way. */
export function sent(
  world: World,
  { epoch, attempt, nonce }: Pick<Message, 'epoch' | 'attempt' | 'nonce'>,
): World {
  const what = { epoch, attempt, nonce, isDeleted: false };
  const message: Message = { id: world.nextId, kind: 'login', ...what };
  return { ...world, messages: [...world.messages, message], nextId: world.nextId + 1 };
}

/** Every nonce that some function's clock might give a new proof, and the world after it. */
export function newNonces(
  world: World,
  nonceMin: number,
  { newNonce }: Rules,
): { readonly nonce: number; readonly world: World }[] {
  const after = { ...world, clock: world.clock + 2 };
  const made = { nonce: newNonce(nonceMin, world.clock), world: after };
  if (world.left.skews === 0) return [made];
  // Further behind than two proofs are apart.
  const behind = newNonce(nonceMin, world.clock - 5);
  return [made, { nonce: behind, world: spent(after, 'skews') }];
}

function requestOf({ epoch, attempt, nonce }: Message, isLate: boolean) {
  const { clientTimeoutMs } = checkedSettings.timings;
  const dueAtMs = isLate ? nowMs - clientTimeoutMs - 1 : nowMs;
  return aLogin({ epoch, attempt, proof: aProof({ nonce }), dueAtMs });
}

function admitted(world: World, task: Task, message: Message, rules: Rules): World[] {
  const { node } = task;
  if (node === null) throw new Error('expected the node to be read before the registrations');
  const registrations = registrationsRead(world.registrations);
  const byId = new Map(registrations.map((one) => [one.nodeId, one]));
  const facts = { gate: openGate, node, signedIn: isSignedIn(node, byId, nowMs) };
  const request = requestOf(message, task.isLate);
  const admission = rules.admitLogin(facts, request, checkedSettings, nowMs);
  const read = { ...task, registrations: registrations.filter(isFree) };
  if (admission.kind === 'admitted' && read.registrations.length > 0)
    return [advanced(world, task, { ...read, step: 'place' })];
  const outcome = admission.kind === 'admitted' ? noCapacity : admission;
  return [answered(world, task, message, outcome, rules)];
}

const noCapacity = { kind: 'no-capacity' } as const;

function isFree(registration: SupernodeRecord): boolean {
  return isLive(registration, nowMs) && registration.used < registration.slots;
}

/** Chance may choose any of the supernodes that seem to have room. */
function placed(world: World, task: Task, message: Message, rules: Rules): World[] {
  return task.registrations.map((registration) =>
    placedAt(world, task, message, registration, rules),
  );
}

function placedAt(
  world: World,
  task: Task,
  message: Message,
  registration: SupernodeRecord,
  rules: Rules,
): World {
  const { node } = task;
  const actual = world.registrations[registration.nodeId];
  if (node === null || actual === undefined) throw new Error('expected both to be there');
  const home = { supernode: registration.nodeId, epoch: registration.epoch };
  const homing = rules.homing({ node, nonce: message.nonce }, home, 'cell');
  const taking = rules.slotsTaken(registration, 1, nowMs);
  if (!holds(homing.asks, world.node))
    return answered(world, task, message, { kind: 'changed' }, rules);
  if (!holds(taking.asks, actual)) {
    const registrations = task.registrations.filter((one) => one !== registration);
    if (registrations.length > 0) return advanced(world, task, { registrations });
    return answered(world, task, message, noCapacity, rules);
  }
  const isUsed = world.used.includes(message.nonce);
  const after: World = {
    ...world,
    node: written(world.node, homing),
    registrations: { ...world.registrations, [registration.nodeId]: written(actual, taking) },
    used: [...world.used, message.nonce].sort((a, b) => a - b),
    broken: isUsed ? `nonce ${message.nonce} signed the node in twice` : null,
  };
  return answered(after, task, message, { kind: 'placed' }, rules);
}

function answered(
  world: World,
  task: Task,
  { attempt }: Message,
  outcome: LoginOutcome,
  { planAnswer }: Rules,
): World {
  const { node } = task;
  const standsBy = node !== null && mayStandBy(node, checkedSettings.policy);
  const answer: LoginAnswer = planAnswer(outcome, attempt, standsBy, checkedEvery);
  if (answer.kind !== 'ask-again') return advanced(world, task, { step: 'delete', ...forgotten });
  const first = answer.standsBy ? 'stand-by' : afterStandBy(answer);
  return advanced(world, task, { step: first, answer, registrations: [] });
}

/** What a task need not know any more, so that worlds that differ in nothing else are one. */
const forgotten = { node: null, registrations: [], answer: null } as const;

function afterStandBy({
  answersDuplicateCheck,
}: Pick<NonNullable<Task['answer']>, 'answersDuplicateCheck'>) {
  return answersDuplicateCheck ? 'duplicate-check' : 'send-next';
}

function stoodBy(world: World, task: Task, { nonce }: Message, { standingBy }: Rules): World {
  const { node, answer } = task;
  if (node === null || answer === null) throw new Error('expected a node that was answered');
  const write = standingBy({ node, nonce }, 'cell');
  const stands = holds(write.asks, world.node);
  const after = stands ? { ...world, node: written(world.node, write) } : world;
  return advanced(after, task, { step: afterStandBy(answer) });
}

function checkedForCopies(world: World, task: Task, message: Message, rules: Rules): World {
  const { node } = task;
  if (node === null) throw new Error('expected a node that was read');
  const write = rules.answeringDuplicateCheck(requestOf(message, false), node, String(message.id));
  if (!holds(write.asks, world.node))
    return advanced(world, task, { step: 'delete', ...forgotten });
  const call = `${message.epoch}/${message.nonce}/${message.attempt}`;
  const other = world.wentOn[call];
  const isSecond = other !== undefined && other !== message.id;
  const after: World = {
    ...world,
    node: written(world.node, write),
    wentOn: { ...world.wentOn, [call]: message.id },
    broken: isSecond ? `two copies went on after duplicate check ${call}` : null,
  };
  return advanced(after, task, { step: 'send-next' });
}

/** With the proof that it has or, where half of its life is over, with a new one. */
function sentNext(world: World, task: Task, message: Message, rules: Rules): World[] {
  const { epoch, nonce } = message;
  const next = { epoch, attempt: message.attempt + 1 };
  const kept = deleted(sent(world, { ...next, nonce }), task);
  if (world.left.renewals === 0) return [kept];
  const request = { proof: aProof({ nonce }) };
  const nonceMin = rules.nextNonceMin(request, task.node ?? undefined);
  const renewed = newNonces(spent(world, 'renewals'), nonceMin, rules);
  return [
    kept,
    ...renewed.map((one) => deleted(sent(one.world, { ...next, nonce: one.nonce }), task)),
  ];
}
