// One stack's share of a run on the twin: what one thread does at a time.
import { onlineShare } from '#domain/storm/judge-run.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import type { NetworkRun } from '#twin/network/network-run.ts';
import { runStack } from '#twin/network/run-shard.ts';
import type { Stack } from '#twin/network/shards.ts';
import { PolicyChoiceError } from '../policy-choice.ts';
import type { ProgressUpdate } from '../progress.ts';
import { planTwin, type TwinPlan } from './plan-twin.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** A stack's share of an order. */
export interface StackRunOrder extends TwinRunOrder {
  /** Its index among the shards of the plan. */
  readonly stack: number;
}

/** What a stack's share came to. */
export interface StackRun {
  readonly network: NetworkRun;
  /** Real time that it took. */
  readonly wallMs: number;
}

/** How far a stack is. */
export interface StackProgress {
  readonly fraction: number;
  readonly atMs: number;
  readonly onlineCount: number;
  readonly wantedCount: number;
  readonly eventCount: number;
}

/** Runs one stack of an order. @throws {PolicyChoiceError} */
export async function stackRun(
  order: StackRunOrder,
  onProgress: (progress: StackProgress) => void,
  wallNowMs: () => number,
): Promise<StackRun> {
  const plan = await planTwin(order);
  const stack = plan.shards[order.stack];
  if (stack === undefined)
    throw new Error(`expected a stack ${order.stack} of ${order.policy.name}`);
  return runPlannedStack(order, plan, stack, onProgress, wallNowMs);
}

/** Runs one stack of a plan. @throws {PolicyChoiceError} where its own decisions fail */
export function runPlannedStack(
  { policy }: TwinRunOrder,
  { settings, options, own }: TwinPlan,
  stack: Stack,
  onProgress: (progress: StackProgress) => void,
  wallNowMs: () => number,
): StackRun {
  const startedMs = wallNowMs();
  const spanMs = observedUntilMs(settings) - settings.startsAtMs;
  let last: StackProgress | undefined;
  const onSample: typeof options.onSample = (sample) => {
    last = {
      ...sample,
      fraction: Math.min(0.99, (sample.atMs - settings.startsAtMs) / spanMs),
      eventCount: sample.eventsTotal,
    };
    onProgress(last);
    return 'continue';
  };
  try {
    const network = runStack({ ...options, onSample }, stack);
    if (last !== undefined) onProgress({ ...last, fraction: 1 });
    return { network, wallMs: wallNowMs() - startedMs };
  } catch (error) {
    // A run that is decided by nonsense shows nothing: it ends, and names its author.
    if (own.complaint() === undefined) throw error;
    throw new PolicyChoiceError(`${policy.name}: ${own.complaint()}.`);
  }
}

/** Joins what all shards of a run say into what is shown of it. */
export function joinProgress(
  policy: string,
  stackCount: number,
  onProgress: (update: ProgressUpdate) => void,
): (stack: number, progress: StackProgress) => void {
  const all = new Map<number, StackProgress>();
  return (stack, progress) => {
    all.set(stack, progress);
    const sum = (of: (one: StackProgress) => number) =>
      [...all.values()].reduce((total, one) => total + of(one), 0);
    onProgress({
      policy,
      fraction: sum(({ fraction }) => fraction) / stackCount,
      virtualTimeMs: progress.atMs,
      onlineShare: onlineShare({
        onlineCount: sum(({ onlineCount }) => onlineCount),
        wantedCount: sum(({ wantedCount }) => wantedCount),
      }),
      messagesHandled: sum(({ eventCount }) => eventCount),
      messageWord: 'events',
      isSteady: true,
    });
  };
}
