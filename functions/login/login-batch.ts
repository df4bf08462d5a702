// What is known while a batch of log-ins is handled.

import type { Identity } from '#adapters/identity.ts';
import type { CellView } from '#adapters/network/cell-reader.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { Run } from '#domain/run-settings.ts';
import type { Message } from '../batch-consumer.ts';

/** What is known of a cell before anything of it is read. */
export interface UnreadCell {
  readonly place: Place;
  readonly settings: Run['settings'];
  readonly identity: Identity;
}

/** A cell as read for one batch of log-ins. */
export interface Cell extends UnreadCell {
  readonly view: CellView;
  readonly supernodes: readonly SupernodeRecord[];
}

/** How far a request came: its outcome, or the step that it waits for. */
export interface Standing {
  readonly kind: string;
}

/** One request on its way through its batch. */
export interface Login<Stands extends Standing> {
  /** Its place among the messages of the batch. */
  readonly index: number;
  readonly message: Message<LoginRequested>;
  /** Undefined before the cell is read, and where nobody has heard of the node. */
  readonly node: NodeRecord | undefined;
  readonly standing: Stands;
}

/** Those of some log-ins that stand where they wait for one step. */
export function standingAt<Stands extends Standing, Kind extends Stands['kind']>(
  logins: readonly Login<Stands>[],
  kind: Kind,
): Login<Extract<Stands, { kind: Kind }>>[] {
  return logins.filter((one): one is Login<Extract<Stands, { kind: Kind }>> => isAt(one, kind));
}

/** Takes a step with those that wait for it; the others stay where they are. */
export function moveOn<Stands extends Standing, Kind extends Stands['kind'], Next extends Standing>(
  logins: readonly Login<Stands>[],
  kind: Kind,
  step: (login: Login<Extract<Stands, { kind: Kind }>>) => Next,
): Login<Exclude<Stands, { kind: Kind }> | Next>[] {
  type Waiting = Login<Extract<Stands, { kind: Kind }>>;
  type Others = Login<Exclude<Stands, { kind: Kind }>>;
  return logins.map((login) =>
    isAt(login, kind)
      ? { ...login, standing: step(login as Waiting) }
      : (login as unknown as Others),
  );
}

/** Back in the order of the messages. */
export function asTheyCame<Stands extends Standing>(
  logins: readonly Login<Stands>[],
): Login<Stands>[] {
  return [...logins].sort((a, b) => a.index - b.index);
}

function isAt({ standing }: Login<Standing>, kind: string): boolean {
  return standing.kind === kind;
}
