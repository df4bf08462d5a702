// Runs one scenario under several policies with one seed, and puts the results side by side. This
// is the project's main task.
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import type { PolicyRun, RunEvent } from './local/run-policy.ts';
import type { PolicyRunner, RunOrder } from './order-runner.ts';
import type { PolicySource } from './policy-choice.ts';
import { billRun, type PriceChoice } from './pricing/bill-run.ts';
import type { Progress } from './progress.ts';
import type { ComparisonResult } from './result.ts';
import { isStopped } from './stopped-run.ts';
import type { Retries, Scale } from './twin/twin-order.ts';

/** What to compare. */
export interface ComparisonChoices {
  readonly scenario: Scenario;
  readonly policies: readonly PolicySource[];
  readonly seed: number;
  readonly nodeCount: number;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  readonly cloud: CloudChoice;
  readonly prices: PriceChoice;
}

/** Which cloud to run on, with that cloud's own settings. */
export type CloudChoice =
  | {
      readonly kind: 'local';
      readonly faults: FaultChoice;
      readonly template: Record<string, unknown>;
      /** The most that each run may cost; absent: they may cost what they cost. */
      readonly costCap?: CostCap | undefined;
    }
  | { readonly kind: 'twin'; readonly scale: Scale; readonly retries: Retries };

/** The faults of the local cloud. */
export interface FaultChoice {
  /** The faults as the user asked for them. Reports and `result.json` show this text. */
  readonly name: string;
  readonly plan: FaultPlan;
}

/** What a comparison comes to. */
export interface Comparison {
  readonly result: ComparisonResult;
  readonly events: RunEvent[];
}

/**
 * Runs all policies at once. The result does not depend on which of them ends first.
 * @param onPart gets the result so far each time that a run has ended and others have not
 */
export async function compare(
  choices: ComparisonChoices,
  runner: PolicyRunner,
  progress: Progress,
  onPart: (soFar: Comparison) => void = () => {},
): Promise<Comparison> {
  const orders = choices.policies.map((policy) => orderOf(choices, policy));
  const done: (PolicyRun | undefined)[] = orders.map(() => undefined);
  const soFar = () =>
    comparisonOf(choices, done.filter((run) => run !== undefined).filter(hasBegun));
  await Promise.all(
    orders.map(async (order, index) => {
      done[index] = await runner(order, progress.update, () => progress.begin?.(index));
      if (done.includes(undefined)) onPart(soFar());
    }),
  );
  progress.done();
  return soFar();
}

/** A run that was stopped as it began shows nothing. */
function hasBegun({ run }: PolicyRun): boolean {
  return !isStopped(run) || run.samples.length > 1;
}

function comparisonOf(choices: ComparisonChoices, runs: readonly PolicyRun[]): Comparison {
  return {
    result: {
      ...headOf(choices),
      cells: runs[0]?.cellCount ?? 0,
      runs: runs.map(({ run }) => ({
        ...run,
        bill: billRun(run, choices.nodeCount, choices.prices),
      })),
    },
    events: runs.flatMap(({ events }) => events),
  };
}

/** Makes the order for one policy's run. */
export function orderOf(
  {
    scenario,
    seed,
    nodeCount,
    accountConcurrency,
    cloud,
  }: Omit<ComparisonChoices, 'policies' | 'prices'>,
  policy: PolicySource,
): RunOrder {
  const order = { scenario, policy, seed, nodeCount, accountConcurrency };
  if (cloud.kind === 'local') {
    const { faults, template, costCap } = cloud;
    return { ...order, faults: faults.plan, template, costCap };
  }
  return { cloud: 'twin', ...order, scale: cloud.scale, retries: cloud.retries };
}

function headOf({ scenario, seed, nodeCount, accountConcurrency, cloud }: ComparisonChoices) {
  const isTwin = cloud.kind === 'twin';
  const scale = isTwin ? cloud.scale : 'embedded';
  return {
    schemaVersion: 8 as const,
    cloud: cloud.kind,
    scale,
    retries: isTwin ? cloud.retries : null,
    scenario: scenario.name,
    title: scenario.title,
    story: [...(scenario.story ?? [])],
    seed,
    nodes: nodeCount,
    faults: isTwin ? 'none' : cloud.faults.name,
    accountConcurrency: accountConcurrency ?? lambdaQuotas.accountConcurrency.value,
    targetShare: scenario.target.onlineShare,
    recoveryPoints: [...scenario.recoveryPoints],
    usualOnlineCount: scenario.usualOnlineCount,
    fullNodeCount: scale === 'full' ? (scenario.full?.shape.nodeCount ?? null) : null,
    assumptions: [...scenario.assumptions],
  };
}
