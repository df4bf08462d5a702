// What is known while a batch of log-ins is handled.

import type { Identity } from '#adapters/identity.ts';
import type { CellView } from '#adapters/network/cell-reader.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import type { Admission } from '#domain/login/admit-login.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { Run } from '#domain/run-settings.ts';
import type { Message } from '../batch-consumer.ts';

/** A cell as read for one batch of log-ins. */
export interface Cell {
  readonly place: Place;
  readonly settings: Run['settings'];
  readonly view: CellView;
  readonly supernodes: readonly SupernodeRecord[];
  readonly identity: Identity;
}

/** One request, its proof found valid, with what was decided about it so far. */
export interface Login {
  readonly message: Message<LoginRequested>;
  readonly node: NodeRecord | undefined;
  readonly admission: Admission;
}
