// Follows every node of a small run of the twin at once, for tests.
import { type PolicyId, policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import { Follower } from '#twin/network/follow/follower.ts';
import type { NetworkRun, NetworkRunOptions } from '#twin/network/network-run.ts';
import type { Network } from '#twin/network/network-state.ts';
import type { NetworkObserver } from '#twin/network/observer.ts';
import { runNetwork } from '#twin/network/run-network.ts';

/** Tells several observers the same. */
function allOf(observers: readonly NetworkObserver[]): NetworkObserver {
  const each = (tell: (one: NetworkObserver) => void) => observers.forEach(tell);
  return {
    sent: (...told) => each((one) => one.sent(...told)),
    received: (...told) => each((one) => one.received(...told)),
    batchBegan: (...told) => each((one) => one.batchBegan(...told)),
    batchEnded: (...told) => each((one) => one.batchEnded(...told)),
    changed: (...told) => each((one) => one.changed(...told)),
    orphaned: (...told) => each((one) => one.orphaned(...told)),
    answered: (...told) => each((one) => one.answered(...told)),
    copyDropped: (...told) => each((one) => one.copyDropped(...told)),
    aggregated: (...told) => each((one) => one.aggregated(...told)),
    promoted: (...told) => each((one) => one.promoted(...told)),
    retired: (...told) => each((one) => one.retired(...told)),
  };
}

/** Follows every node of a run. */
export function followAll(options: NetworkRunOptions): {
  readonly run: NetworkRun;
  readonly nodes: readonly FollowedNode[];
} {
  const followers: Follower[] = [];
  const observe = (network: Network) => {
    for (const cell of network.cells)
      for (let at = 0; at < cell.nodeCount + cell.newcomersMax; at += 1)
        followers.push(new Follower(network, { cell, node: cell.base + at }));
    return allOf(followers);
  };
  const run = runNetwork({ ...options, observe });
  return { run, nodes: followers.map((one) => one.followed()) };
}

/** The drill, to its end: two minutes in which everything happens that a storm brings. */
export function drillOptions(policy: PolicyId): NetworkRunOptions {
  const choices = {
    runId: 'run-1',
    seed: 2007,
    policy: policies[policy],
    nodeCount: 300,
    shiftMs: 0,
  };
  const planned = planRun(drill, choices);
  return { ...planned, untilMs: null, sampleEveryMs: 10_000, retries: 'executed' };
}
