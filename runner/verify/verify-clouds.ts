// Does all runs of a verification: each policy and seed in the local cloud and in the other one.
import { availableParallelism } from 'node:os';
import type { Policy } from '#domain/policies.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { choosePolicy, type PolicySource } from '../policy-choice.ts';
import { withWorkerPool, workThrough } from '../threads/worker-pool.ts';
import { compareMeasured } from './compare-measured.ts';
import { type MeasuredCloud, type MeasureOrder, measureRun, planMeasured } from './measure-run.ts';
import { looksAt, type Measured } from './measured.ts';
import type { VerifiedPolicy } from './verified-policy.ts';

/** What to verify. */
export interface Verification {
  readonly scenario: string;
  readonly nodes: number;
  readonly policies: readonly PolicySource[];
  readonly seeds: readonly number[];
  readonly against: Exclude<MeasuredCloud, 'local'>;
  /** What the deployer chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration | undefined;
  /** Of the stack under that configuration. */
  readonly template: Record<string, unknown>;
  /** The thread's code; null: everything runs in this thread. */
  readonly workerPath: string | null;
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number | undefined;
  readonly onRun: (order: MeasureOrder) => void;
}

/**
 * On the twin, transactions of overlapping batches do not conflict (docs/twin.md). So such
 * conflicts are compared as a part of all placements, of which they must be few.
 */
const partsLeftOut: Readonly<Record<string, string>> = {
  PlacementsContended: 'LoginsPlaced',
  'dynamodb.writeUnits.refused': 'dynamodb.writeUnits',
};

/** The time of single functions, and of starts, hangs on few draws; what is billed is their sum. */
const partOfBilledMs = /^lambda\.(billedMs\.|initMs$)/;

function partOf(name: string): string | null {
  return partsLeftOut[name] ?? (partOfBilledMs.test(name) ? 'lambda.billedMs' : null);
}

/**
 * Runs everything, and compares the clouds policy by policy. The outcome does not depend on
 * `workers`.
 */
export async function verifyClouds(verification: Verification): Promise<VerifiedPolicy[]> {
  const { policies, scenario, nodes, against } = verification;
  // The local cloud's runs take longest, so they begin first.
  const orders = (['local', against] as const).flatMap((cloud) =>
    policies.flatMap((policy) => ordersOf(verification, cloud, policy)),
  );
  const runs = await runAll(verification, orders);
  const of = (cloud: MeasuredCloud, policy: PolicySource): Measured[] =>
    runs.filter((_, index) => orders[index]?.cloud === cloud && orders[index].policy === policy);
  return Promise.all(
    policies.map(async (policy) => {
      const compared = { local: of('local', policy), other: of(against, policy) };
      return {
        scenario,
        policy: policy.name,
        nodes,
        runs: compared,
        reference: 'local cloud' as const,
        against: against === 'control' ? 'local cloud again' : 'twin',
        comparison: compareMeasured(compared.local, compared.other, {
          nodeCount: nodes,
          observeEveryMs: observeEveryMsOf(verification, (await choosePolicy(policy)).policy),
          excuseOf: () => null,
          partOf,
        }),
      };
    }),
  );
}

function ordersOf(
  { scenario, nodes, seeds, configuration }: Verification,
  cloud: MeasuredCloud,
  policy: PolicySource,
): MeasureOrder[] {
  return seeds.map((seed) => ({ cloud, scenario, policy, seed, nodeCount: nodes, configuration }));
}

async function runAll(
  { template, workerPath, workers, onRun }: Verification,
  orders: readonly MeasureOrder[],
): Promise<Measured[]> {
  if (workerPath !== null) {
    const threadsMax = Math.min(workers ?? availableParallelism(), orders.length);
    return withWorkerPool({ workerPath, threadsMax, workerData: template }, (pool) =>
      workThrough(pool, orders, async (order) => {
        const measured = await pool.run<Measured>(order);
        onRun(order);
        return measured;
      }),
    );
  }
  const runs: Measured[] = [];
  for (const order of orders) {
    runs.push(await measureRun(order, template));
    onRun(order);
  }
  return runs;
}

/** The time between two observations of a scenario's runs. */
export function observeEveryMsOf(
  { scenario, nodes: nodeCount, seeds }: Pick<Verification, 'scenario' | 'nodes' | 'seeds'>,
  policy: Policy,
): number {
  const plan = planMeasured({ scenario, seed: seeds[0] ?? 0, nodeCount }, policy);
  return looksAt(plan.settings).fineMs;
}
