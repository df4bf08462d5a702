import type { RenewalLoad } from '#domain/membership/protect-supernode.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import type { FollowUps } from '../queues/group-by-cell.ts';

/** What is known of a cell while its membership messages are handled. */
export interface HandledCell {
  readonly network: Network;
  readonly run: Invocation;
  readonly cell: Cell;
  readonly followUps: FollowUps;
  /** What hit the cell's supernodes lately; null where nobody would sign off for it. */
  readonly load: RenewalLoad | null;
}
