// What the page and a worker that follows a node say to each other.
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import type { Pick as FollowPick } from '#twin/network/follow/scout.ts';
import type { RunRequest } from '../twin/worker-messages.ts';

/** Who is followed: a node by its name, or one that is looked for in a run of its own. */
export type Whom =
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'pick'; readonly pick: FollowPick };

/** The page's one message to a worker that follows. */
export interface FollowRequest extends Omit<RunRequest, 'kind'> {
  readonly kind: 'follow';
  readonly whom: Whom;
}

/** What a worker that follows says to the page, beside `ready` and `failed`. */
export type FollowReport = FollowProgress | FollowDone;

/** How far it is. */
export interface FollowProgress {
  readonly kind: 'follow-progress';
  /** Of all that is to be done, 0 to 1. */
  readonly fraction: number;
}

/** Its last message. */
export interface FollowDone {
  readonly kind: 'followed';
  /** Null: the run has no such node. */
  readonly followed: FollowedNode | null;
}
