// Runs one policy on the twin, one shard after the other, and hands on its samples and details as
// they come.
import type { PolicyRun } from '#runner/local/run-policy.ts';
import type { CheckedDecisions } from '#runner/own-decisions.ts';
import type { Sample } from '#runner/result.ts';
import { runNameOf } from '#runner/run-name.ts';
import { policyRunOf } from '#runner/twin/join-shards.ts';
import { planNetwork } from '#runner/twin/plan-network.ts';
import { runPlannedShard, type ShardProgress } from '#runner/twin/run-planned-shard.ts';
import {
  type DetailHead,
  mergeDetails,
  type NetworkDetail,
  type NetworkDetails,
} from '#twin/network/detail/network-detail.ts';
import type { StateEntered } from '#twin/network/storm/storm-states.ts';
import type { RunProgress, RunRequest } from './worker-messages.ts';

/** Messages come at most this often, in real time: a page draws no faster. */
const reportEveryMs = 100;

/**
 * The same run as `rebootstorm run --cloud twin` makes.
 * @param wallNowMs real time, for the report only
 * @param own the decisions of a policy's author, checked; the built-in ones where absent
 * @throws {PolicyChoiceError} where one of them fails
 */
export function runOnTwin(
  { scenario, policy, ...order }: RunRequest,
  onProgress: (progress: RunProgress) => void,
  wallNowMs: () => number,
  own?: CheckedDecisions,
): PolicyRun {
  const runId = runNameOf(scenario.name, policy.id, order.seed);
  const decisions = own === undefined ? {} : { decisions: own.decisions };
  const network = planNetwork(scenario, { policy, ...decisions }, order, runId);
  const plan = { ...network, ...(own === undefined ? {} : { own }) };
  const shardCount = plan.shards.length;
  let joined: NetworkDetails | null = null;
  const states: StateEntered[] = [];
  const runs = plan.shards.map((shard) => {
    const collected = new CollectedDetails();
    const onState = (entered: StateEntered) => void states.push(entered);
    const watched = { ...plan.options, onDetail: collected.add };
    const options = shard.index === 0 ? { ...watched, onState } : watched;
    const report = everySoOften(wallNowMs, ({ fraction, atMs }, samples) => {
      const isLast = fraction === 1 && shard.index === shardCount - 1;
      if (shardCount > 1 && fraction === 1) joined = joinedWith(joined, collected.take());
      onProgress({
        kind: 'progress',
        fraction: (shard.index + fraction) / shardCount,
        atMs,
        // Shards are not at the same moment, so only the whole run has the sum.
        samples: shardCount === 1 ? samples : [],
        states: states.splice(0),
        details: shardCount === 1 ? collected.take() : isLast ? joined : null,
        shard: shard.index + 1,
        shardCount,
      });
    });
    return runPlannedShard({ ...plan, options }, shard, report, wallNowMs);
  });
  return policyRunOf(plan, runs);
}

/** Details that were not handed on yet. */
class CollectedDetails {
  #head: DetailHead | null = null;
  #details: NetworkDetail[] = [];

  readonly add = (detail: NetworkDetail, head: DetailHead): void => {
    this.#head = head;
    this.#details.push(detail);
  };

  take(): NetworkDetails | null {
    const [head, details] = [this.#head, this.#details];
    this.#details = [];
    return head === null ? null : { head, details };
  }
}

function joinedWith(
  before: NetworkDetails | null,
  shard: NetworkDetails | null,
): NetworkDetails | null {
  const all = [before, shard].filter((one) => one !== null);
  return all.length === 0 ? null : mergeDetails(all);
}

function everySoOften(
  wallNowMs: () => number,
  report: (last: ShardProgress, samples: readonly Sample[]) => void,
): (progress: ShardProgress) => void {
  let collected: Sample[] = [];
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const { fraction, eventsTotal: _, ...sample } = progress;
    // The end of a run repeats its last sample.
    if (fraction < 1) collected.push(sample);
    if (fraction < 1 && wallNowMs() - reportedAtMs < reportEveryMs) return;
    reportedAtMs = wallNowMs();
    report(progress, collected);
    collected = [];
  };
}
