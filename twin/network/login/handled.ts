// What is known of a cell while its membership messages are handled.
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import type { FollowUps } from '../queues/group-by-cell.ts';

/** A handling, as in functions/membership/change-node.ts; nothing is ever outdated here. */
export type Handling = 'news' | 'no-news' | 'stale';

export interface Handled {
  readonly network: Network;
  readonly run: Invocation;
  readonly cell: Cell;
  readonly followUps: FollowUps;
  /** What hit the cell's supernodes lately; null where nobody would sign off for it. */
  readonly load: { readonly attemptCount: number; readonly liveCount: number } | null;
}
