// The main job: one scenario under several policies with one seed, shown side by side and kept on disk.
import { type PolicyId, policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario.ts';
import { FAULTS_NONE, type FaultPlan } from '#local-cloud/faults.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { embeddedRun } from './embedded-run.ts';
import { exitCodes } from './exit-codes.ts';
import type { ComparisonResult, RunResult } from './result.ts';
import type { Progress } from './show/progress.ts';

/** What is compared. */
export interface ComparisonChoices {
  readonly scenario: Scenario;
  readonly policyIds: readonly PolicyId[];
  readonly seed: number;
  readonly nodeCount: number;
  readonly faults: FaultPlan;
  /** As it was asked for, for the report. */
  readonly faultsText: string;
}

/** Something that happened in a run, for `events.ndjson`. */
export type RunEvent = Record<string, unknown> & { readonly policy: PolicyId };

/** Runs one policy after the other. Nothing in the result but `wallMs` depends on the machine. */
export async function compare(
  choices: ComparisonChoices,
  template: Record<string, unknown>,
  progress: Progress,
  wallNowMs: () => number,
): Promise<{ result: ComparisonResult; events: RunEvent[] }> {
  const { scenario, seed, nodeCount } = choices;
  const runs: RunResult[] = [];
  const events: RunEvent[] = [];
  let cells = 0;
  for (const policy of choices.policyIds) {
    const runId = `${scenario.name}-${policy}-${seed}`;
    const choice = { runId, seed, policy: policies[policy], nodeCount, shiftMs: 0 };
    const planned = planRun(scenario, choice);
    cells = planned.settings.cells.length;
    const run = await embeddedRun({
      scenario,
      planned,
      template,
      faults: choices.faults,
      wallNowMs,
      onProgress: progress.update,
      onEvent: (event) => events.push({ policy, ...event }),
    });
    runs.push(run);
  }
  progress.done();
  return { result: { ...headOf(choices), cells, runs }, events };
}

function headOf({ scenario, seed, nodeCount, faults, faultsText }: ComparisonChoices) {
  return {
    schemaVersion: 1 as const,
    scenario: scenario.name,
    title: scenario.title,
    seed,
    nodes: nodeCount,
    faults: faults === FAULTS_NONE ? 'none' : faultsText,
    recoveryPoints: [...scenario.recoveryPoints],
    usualOnlineCount: scenario.usualOnlineCount,
    assumptions: [...scenario.assumptions],
  };
}

/** The process's answer: whether every policy ended as the scenario expects of it. */
export function exitCodeOf({ runs }: ComparisonResult): number {
  const isAsExpected = ({ verdict, expected }: RunResult) =>
    expected.length === 0 ? verdict.kind === 'healed' : expected.includes(verdict.kind);
  if (runs.every(isAsExpected)) return exitCodes.asExpected;
  const onlyUnknown = runs.filter((run) => !isAsExpected(run)).every(isUnknown);
  return onlyUnknown ? exitCodes.unknown : exitCodes.notAsExpected;
}

function isUnknown({ verdict }: RunResult): boolean {
  return verdict.kind === 'unknown';
}
