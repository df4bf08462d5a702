// Leads the real handlers and the reference model through the same life, and compares them after
// every operation.

import {
  type ControlEvent,
  healStepDue,
  leaseRenewed,
  nodeJoined,
  nodeLeft,
  nodeLost,
  nodeRestarted,
} from '#domain/events.ts';
import { signed } from '#infra-tests/handlers/login/signed-login.ts';
import { aLogin, here, hourMs, minuteMs } from '#testing/domain/builders.ts';
import {
  type Handled,
  type LiveNetwork,
  type Mishap,
  openNetwork,
  type Scan,
} from './live-network.ts';
import { type Message, MessageBag } from './message-bag.ts';
import { reported } from './network-state.ts';
import { forgotten } from './nobody-forgotten.ts';
import type { Life, NewDeed, Operation } from './operations.ts';
import { type Delivered, possibleStates } from './possible-states.ts';

/** What a life came to, so that a test of nothing shows. */
export interface Tally {
  handledCount: number;
  diedCount: number;
  metCount: number;
  placedCount: number;
  promotedCount: number;
}

/**
 * Lives one life.
 * @throws Error telling the first operation after which the table is not what it may be
 */
export async function liveALife(life: Life, tally: Tally): Promise<void> {
  const network = await openNetwork(life);
  const bag = new MessageBag();
  let scan = await network.scan();
  for (const nodeId of ['n3', 'n4']) bag.add('login', genuineLogin(scan, nodeId, network.nowMs));
  bag.add('membership', leaseRenewed(here, 's1', 1, network.nowMs + 15 * minuteMs));
  bag.add('membership', leaseRenewed(here, 'op', 1, network.nowMs + 15 * minuteMs));
  bag.add('heal', healStepDue(here, 0, network.nowMs));
  for (const [at, operation] of life.operations.entries()) {
    scan = await operate(network, bag, scan, operation, tally).catch((error: unknown) => {
      throw new Error(`operation ${at} (${JSON.stringify(operation)}): ${error}`, { cause: error });
    });
  }
  tally.placedCount += network.plane.counted('LoginsPlaced');
  tally.promotedCount += network.plane.counted('Promotions');
}

async function operate(
  network: LiveNetwork,
  bag: MessageBag,
  before: Scan,
  operation: Operation,
  tally: Tally,
): Promise<Scan> {
  if (operation.deed === 'wait') {
    const minutes = [1, 1, 16, 61][operation.extra % 4] ?? 1;
    await network.plane.wait(minutes * minuteMs);
    return before;
  }
  const message = messageOf(network, bag, before, operation);
  if (message === undefined) return before;
  if (message.event.dueAtMs > network.nowMs)
    await network.plane.wait(message.event.dueAtMs - network.nowMs);
  const first = await deliver(
    network,
    bag,
    before,
    wayOf(network, bag, before, message, operation),
    tally,
  );
  if (operation.way !== 'at the second try') return first;
  const again = { messages: [message], mishap: { kind: 'none' } } as const;
  return deliver(network, bag, first, again, tally);
}

async function deliver(
  network: LiveNetwork,
  bag: MessageBag,
  before: Scan,
  { messages, mishap }: Delivery,
  tally: Tally,
): Promise<Scan> {
  const handled = await network.handle(messages, mishap);
  for (const { queue, event } of network.takeSent()) bag.add(queue, event);
  const all = mishap.kind === 'meets' && handled.hasMet ? [...messages, mishap.other] : messages;
  const after = await network.scan();
  const findings = [
    ...differences(network, before, after, all, handled),
    ...network.plane.check().violations,
    ...network.plane.takeQuarantined().map(({ reason, body }) => `put aside (${reason}): ${body}`),
  ];
  for (const one of all) if (handled.isWhole && !handled.failed.has(one)) bag.finish(one);
  findings.push(...forgotten(after, bag.waiting, network.nowMs));
  if (findings.length > 0)
    throw new Error([...all.map(({ event }) => JSON.stringify(event)), ...findings].join('\n'));
  tally.handledCount += all.length;
  tally.diedCount += handled.isWhole ? 0 : 1;
  tally.metCount += handled.hasMet ? 1 : 0;
  return after;
}

function messageOf(
  network: LiveNetwork,
  bag: MessageBag,
  scan: Scan,
  operation: Operation,
): Message | undefined {
  const { deed, who } = operation;
  if (deed === 'wait') return undefined;
  if (deed === 'deliver') return bag.pick(who, network.nowMs);
  if (deed === 'redeliver') return bag.reopen(who);
  const event = newEvent(scan, deed, operation, network.nowMs);
  if (event.type === 'HealStepDue') return bag.add('heal', event);
  return bag.add(event.type === 'LoginRequested' ? 'login' : 'membership', event);
}

const names = ['n1', 'n2', 'n3', 'n4', 'n5', 's1', 'n9', 's1', 'op'] as const;

/** Those whom the operator runs are no users: they neither restart nor log in. */
function nameOf(deed: NewDeed, who: number): string {
  const isForAll = deed === 'lose' || deed === 'report';
  return names[who % (isForAll ? 9 : 8)] ?? 'n1';
}

function newEvent(
  scan: Scan,
  deed: NewDeed,
  { who, extra }: Pick<Operation, 'who' | 'extra'>,
  nowMs: number,
): ControlEvent {
  const nodeId = nameOf(deed, who);
  const { epoch } = scan.state.nodes[nodeId] ?? scan.state.registrations[nodeId] ?? { epoch: 0 };
  const known = Math.max(epoch, 1);
  const next = epoch + 1 + (extra % 8 === 7 ? 1 : 0);
  const due = { dueAtMs: nowMs };
  const boot = { nodeId, epoch: next, waveIndex: (extra % 5) - 1, ...due };
  switch (deed) {
    case 'join': {
      const claimedSlots = extra % 7;
      const profile = { eligible: extra % 2 === 0, claimedSlots, utcOffsetMinutes: extra };
      return nodeJoined(here, { nodeId, epoch: next, ...profile, ...due });
    }
    case 'leave':
      return nodeLeft(here, nodeId, extra % 8 === 7 ? next : known, nowMs);
    case 'restart':
      return nodeRestarted(here, { ...boot, cause: 'update' });
    case 'protect':
      return nodeRestarted(here, { ...boot, cause: 'self-protection' });
    case 'lose':
      return nodeLost(here, nodeId, known, nowMs);
    case 'report':
      return leaseRenewed(here, nodeId, known, nowMs - (extra % 4) * minuteMs);
    case 'heal':
      return healStepDue(here, scan.cell.healStep, nowMs);
    default:
      return loginFrom(scan, nodeId, deed, extra, nowMs);
  }
}

function loginFrom(
  scan: Scan,
  nodeId: string,
  deed: 'login' | 'forge' | 'replay' | 'expire',
  extra: number,
  nowMs: number,
): ControlEvent {
  const login = genuineLogin(scan, nodeId, nowMs);
  const { proof } = login;
  const epoch = Math.max(1, login.epoch + (extra % 8 === 7 ? 1 : extra % 8 === 6 ? -1 : 0));
  switch (deed) {
    case 'login':
      return signed({ ...login, epoch, attempt: 1 + extra });
    case 'forge':
      return { ...login, proof: { ...proof, nonce: proof.nonce + 1 } };
    case 'replay':
      return signed({
        ...login,
        proof: { ...proof, nonce: Math.max(0, nonceOf(scan, nodeId) - 1) },
      });
    case 'expire':
      return signed({ ...login, proof: { ...proof, expiresAtMs: nowMs - 1 } });
  }
}

function genuineLogin(scan: Scan, nodeId: string, nowMs: number) {
  const epoch = Math.max(1, scan.state.nodes[nodeId]?.epoch ?? 0);
  const proof = {
    nonce: Math.max(nowMs, nonceOf(scan, nodeId)),
    expiresAtMs: nowMs + 24 * hourMs,
    mac: '',
  };
  return signed(aLogin({ nodeId, epoch, proof, dueAtMs: nowMs }));
}

function nonceOf({ state }: Scan, nodeId: string): number {
  return state.nodes[nodeId]?.minNonce ?? 0;
}

/** Letters of one queue that are handled together, and what happens meanwhile. */
interface Delivery {
  readonly messages: readonly Message[];
  readonly mishap: Mishap;
}

function wayOf(
  network: LiveNetwork,
  bag: MessageBag,
  scan: Scan,
  message: Message,
  { way, other, call }: Operation,
): Delivery {
  const { nowMs } = network;
  switch (way) {
    case 'alone':
      return { messages: [message], mishap: { kind: 'none' } };
    case 'in a pair': {
      const { queue } = message;
      const second = queue === 'heal' ? undefined : bag.pickOther(other, message, nowMs, queue);
      return { messages: second ? [message, second] : [message], mishap: { kind: 'none' } };
    }
    case 'cut off':
    case 'at the second try':
      return { messages: [message], mishap: { kind: 'dies', call } };
    case 'beside another': {
      // Where nothing else is due, a copy of the same message is.
      const second = bag.pickOther(other, message, nowMs) ?? message;
      return { messages: [message], mishap: { kind: 'meets', call, other: second } };
    }
    case 'beside news': {
      const deed = other % 2 === 0 ? 'restart' : 'leave';
      const news = newEvent(scan, deed, { who: other >> 1, extra: other }, nowMs);
      const second = bag.add('membership', news);
      return { messages: [message], mishap: { kind: 'meets', call, other: second } };
    }
  }
}

/** In which way the table is none that a sequential program would leave behind. */
function differences(
  { nowMs, plane }: LiveNetwork,
  before: Scan,
  after: Scan,
  messages: readonly Message[],
  { failed, isWhole, hasMet }: Handled,
): string[] {
  const isAlone = isWhole && !hasMet;
  const delivered = messages.map((message): Delivered => {
    return { event: message.event, isSure: isWhole && !failed.has(message) };
  });
  const { healStep } = before.cell;
  const isSingle = messages.length === 1;
  const around = { settings: plane.settings, nowMs, isAlone, isSingle, healStep };
  const possible = possibleStates(before.state, delivered, around).map((one) =>
    reported(one, nowMs),
  );
  const actual = reported(after.state, nowMs);
  const unexplained = isAlone
    ? [...failed].map(({ event }) => `failed by itself: ${event.id}`)
    : [];
  if (possible.includes(actual)) return unexplained;
  return [...unexplained, 'expected one of:', ...possible.slice(0, 3), 'found:', actual];
}
