// The messages as a history says them: what is under way, and what died.
import type { ControlEvent } from '../events.ts';
import type { NodeId } from '../network.ts';
import type { MessageEntry, MessageMoved, MessagePlace, MessageSent } from './history.ts';

/** A message that a queue holds, delayed, visible or handed out. */
export interface TrackedMessage {
  readonly messageId: string;
  readonly queue: MessagePlace;
  readonly event: ControlEvent | null;
  /** As it was sent. */
  readonly isGenuine: () => boolean;
  readonly sentAtMs: number;
  /** When it was handed out last; null before. */
  readonly receivedAtMs: number | null;
  readonly isQuarantined: boolean;
}

/** What is under way as of the latest entry. */
export interface MessagesSeen {
  /** How many log-ins of one boot of a node are under way; dead-lettered ones are not. */
  loginsUnderWay(nodeId: NodeId, epoch: number): number;
  /** How many messages are under way that change a node, or report its end as a supernode. */
  newsUnderWay(nodeId: NodeId): number;
  /** Whether a log-in of this boot is dead-lettered: not lost, and not done. */
  hasDeadLogin(nodeId: NodeId, epoch: number): boolean;
  /** The messages that a consumer has to handle yet, delayed ones among them. */
  underWay(): Iterable<TrackedMessage>;
  /** Messages that died and are still there, with where they came from. */
  readonly dead: ReadonlyMap<string, MessagePlace>;
  /** Messages that nobody can read and that no consumer has quarantined yet. */
  readonly poison: ReadonlySet<string>;
  /** How many messages that nobody can read there ever were: what they asked for is lost. */
  readonly poisonCount: number;
}

type Mutable<Row> = { -readonly [Name in keyof Row]: Row[Name] };

/** Messages that are followed by their steps. */
export class TrackedMessages implements MessagesSeen {
  readonly dead = new Map<string, MessagePlace>();
  readonly poison = new Set<string>();
  poisonCount = 0;
  readonly #underWay = new Map<string, Mutable<TrackedMessage>>();
  readonly #deadLogins = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Follows one step. @returns the message as it was when it was still under way */
  apply(entry: MessageEntry): TrackedMessage | undefined {
    return entry.step === 'sent' ? this.#send(entry) : this.#move(entry);
  }

  loginsUnderWay(nodeId: NodeId, epoch: number): number {
    return this.#counts.get(loginKey(nodeId, epoch)) ?? 0;
  }

  newsUnderWay(nodeId: NodeId): number {
    return this.#counts.get(newsKey(nodeId)) ?? 0;
  }

  underWay(): Iterable<TrackedMessage> {
    return this.#underWay.values();
  }

  hasDeadLogin(nodeId: NodeId, epoch: number): boolean {
    return [...this.#deadLogins.values()].includes(loginKey(nodeId, epoch));
  }

  #send({ messageId, queue, event, isGenuine, atMs }: MessageSent): TrackedMessage | undefined {
    if (queue === 'quarantine') return undefined;
    if (queue === 'dead-letters') {
      this.dead.set(messageId, queue);
      return undefined;
    }
    if (event === null) {
      this.poison.add(messageId);
      this.poisonCount += 1;
    }
    const fresh = { receivedAtMs: null, isQuarantined: false };
    const message = { messageId, queue, event, isGenuine, sentAtMs: atMs, ...fresh };
    this.#underWay.set(messageId, message);
    this.#count(event, 1);
    return message;
  }

  #move({ step, messageId, queue, atMs }: MessageMoved): TrackedMessage | undefined {
    const message = this.#underWay.get(messageId);
    if (step === 'received') {
      if (message !== undefined) message.receivedAtMs = atMs;
      return message;
    }
    if (step === 'quarantined') {
      if (message !== undefined) message.isQuarantined = true;
      this.poison.delete(messageId);
      return message;
    }
    if (queue === 'dead-letters') {
      this.dead.delete(messageId);
      this.#deadLogins.delete(messageId);
      return undefined;
    }
    if (step === 'dead') this.#die(messageId, queue, message);
    // The second copy of a message may go when the first is long gone.
    if (message === undefined) return undefined;
    this.#underWay.delete(messageId);
    this.poison.delete(messageId);
    this.#count(message.event, -1);
    return message;
  }

  #die(messageId: string, queue: MessagePlace, message: TrackedMessage | undefined): void {
    this.dead.set(messageId, queue);
    const event = message?.event;
    if (event?.type === 'LoginRequested')
      this.#deadLogins.set(messageId, loginKey(event.nodeId, event.epoch));
  }

  #count(event: ControlEvent | null, more: 1 | -1): void {
    const key = countedAs(event);
    if (key === null) return;
    const count = (this.#counts.get(key) ?? 0) + more;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}

/** Nobody who wants to be signed in waits for a report or a heal step alone. */
function countedAs(event: ControlEvent | null): string | null {
  switch (event?.type) {
    case 'LoginRequested':
      return loginKey(event.nodeId, event.epoch);
    case 'NodeJoined':
    case 'NodeLeft':
    case 'NodeRestarted':
    case 'NodeLost':
      return newsKey(event.nodeId);
    default:
      return null;
  }
}

function loginKey(nodeId: NodeId, epoch: number): string {
  return `login/${nodeId}@${epoch}`;
}

function newsKey(nodeId: NodeId): string {
  return `news/${nodeId}`;
}
