// The main job: one scenario under several policies with one seed, put side by side.
import type { Scenario } from '#domain/scenario.ts';
import { exitCodes } from './exit-codes.ts';
import type { ComparisonResult, RunResult } from './result.ts';
import type { PolicyRun, PolicyRunOrder, RunEvent } from './run-policy.ts';
import type { Progress, ProgressUpdate } from './show/progress.ts';

/** What is compared. */
export interface ComparisonChoices {
  readonly scenario: Scenario;
  /** As `choosePolicy` takes them. */
  readonly policies: readonly string[];
  readonly seed: number;
  readonly nodeCount: number;
  /** As it was asked for. */
  readonly faults: string;
}

/** How one policy's run is carried out: here, or in a thread of its own. */
export type PolicyRunner = (
  order: PolicyRunOrder,
  onProgress: (update: ProgressUpdate) => void,
) => Promise<PolicyRun>;

/** Runs all policies at once. The result does not depend on which of them ends first. */
export async function compare(
  choices: ComparisonChoices,
  template: Record<string, unknown>,
  runner: PolicyRunner,
  progress: Progress,
): Promise<{ result: ComparisonResult; events: RunEvent[] }> {
  const { scenario, seed, nodeCount, faults } = choices;
  const orders = choices.policies.map((policy) => ({
    ...{ scenario: scenario.name, policy, seed, nodeCount, faults, template },
  }));
  const runs = await Promise.all(orders.map((order) => runner(order, progress.update)));
  progress.done();
  const cells = runs[0]?.cellCount ?? 0;
  return {
    result: { ...headOf(choices), cells, runs: runs.map(({ run }) => run) },
    events: runs.flatMap(({ events }) => events),
  };
}

function headOf({ scenario, seed, nodeCount, faults }: ComparisonChoices) {
  return {
    schemaVersion: 2 as const,
    scenario: scenario.name,
    title: scenario.title,
    seed,
    nodes: nodeCount,
    faults,
    recoveryPoints: [...scenario.recoveryPoints],
    usualOnlineCount: scenario.usualOnlineCount,
    assumptions: [...scenario.assumptions],
  };
}

/** The process's answer: whether every policy ended as the scenario expects of it. */
export function exitCodeOf({ runs }: ComparisonResult): number {
  const unexpected = runs.filter(({ verdict, expected }) =>
    expected.length === 0 ? verdict.kind !== 'healed' : !expected.includes(verdict.kind),
  );
  if (unexpected.length === 0) return exitCodes.asExpected;
  return unexpected.every(isUnknown) ? exitCodes.unknown : exitCodes.notAsExpected;
}

function isUnknown({ verdict }: RunResult): boolean {
  return verdict.kind === 'unknown';
}
