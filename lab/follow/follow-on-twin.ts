// Runs one policy on the twin again, and follows one node through it. The run is the same one, byte
// for byte: whoever looks on changes nothing.
import { runNameOf } from '#runner/run-name.ts';
import { type NetworkPlan, planNetwork } from '#runner/twin/plan-network.ts';
import { runPlannedShard } from '#runner/twin/run-planned-shard.ts';
import { cellsOf } from '#twin/network/build-network.ts';
import { nodeNamed } from '#twin/network/follow/find-node.ts';
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import { Follower } from '#twin/network/follow/follower.ts';
import { type Pick as FollowPick, type Found, Scout } from '#twin/network/follow/scout.ts';
import type { Network } from '#twin/network/network-state.ts';
import type { NetworkObserver } from '#twin/network/observer.ts';
import type { Shard } from '#twin/network/shards.ts';
import type { FollowRequest } from './follow-messages.ts';

/**
 * Follows a node; one that is not named is looked for first, in a run of its own.
 * @param wallNowMs real time, for the report only
 * @returns null where the run has no such node
 */
export function followOnTwin(
  { scenario, policy, whom, ...order }: FollowRequest,
  onProgress: (fraction: number) => void,
  wallNowMs: () => number,
): FollowedNode | null {
  const runId = runNameOf(scenario.name, policy.id, order.seed);
  const plan = planNetwork(scenario, { policy }, order, runId);
  if (whom.kind === 'node') return followNamed(plan, whom.nodeId, onProgress, wallNowMs);
  const nodeId = lookFor(plan, whom.pick, (part) => onProgress(part / 2), wallNowMs);
  if (nodeId === null) return null;
  return followNamed(plan, nodeId, (part) => onProgress(0.5 + part / 2), wallNowMs);
}

/** The name of the node that is meant; null: there is none. */
function lookFor(
  plan: NetworkPlan,
  pick: FollowPick,
  onProgress: (fraction: number) => void,
  wallNowMs: () => number,
): string | null {
  const count = plan.shards.length;
  let best: Found | null = null;
  for (const shard of plan.shards) {
    const made: Scout[] = [];
    const report = (part: number) => onProgress((shard.index + part) / count);
    const isSure = () => made[0]?.isSure === true;
    const make = (network: Network) => {
      const scout = new Scout(network, pick);
      made.push(scout);
      return scout;
    };
    runObserved(plan, shard, make, report, wallNowMs, isSure);
    const found = made[0]?.found() ?? null;
    if (found !== null && (best === null || found.rank > best.rank)) best = found;
  }
  return best?.nodeId ?? null;
}

/** Only the shard of the node is run. */
function followNamed(
  plan: NetworkPlan,
  nodeId: string,
  onProgress: (fraction: number) => void,
  wallNowMs: () => number,
): FollowedNode | null {
  const { settings, options } = plan;
  const shard = plan.shards.find(({ cells, firstCell }) => {
    const own = cellsOf({ ...settings, cells }, options.shape, firstCell);
    return nodeNamed(own, nodeId) !== null;
  });
  if (shard === undefined) return null;
  const made: Follower[] = [];
  const make = (network: Network) => {
    const found = nodeNamed(network.cells, nodeId);
    if (found === null) return null;
    const follower = new Follower(network, found);
    made.push(follower);
    return follower;
  };
  runObserved(plan, shard, make, onProgress, wallNowMs);
  return made[0]?.followed() ?? null;
}

function runObserved(
  plan: NetworkPlan,
  shard: Shard,
  observe: (network: Network) => NetworkObserver | null,
  onProgress: (fraction: number) => void,
  wallNowMs: () => number,
  isEnough: () => boolean = () => false,
): void {
  const observed = { ...plan, options: { ...plan.options, observe } };
  runPlannedShard(observed, shard, ({ fraction }) => onProgress(fraction), wallNowMs, isEnough);
}
