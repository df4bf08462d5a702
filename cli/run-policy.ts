import { type PolicyId, policies } from '#domain/policies.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { embeddedRun } from './embedded-run.ts';
import type { RunResult } from './result.ts';
import type { ProgressUpdate } from './show/progress.ts';

/** One policy's run, told in words and numbers only, so that it can be handed to a worker. */
export interface PolicyRunOrder {
  readonly scenario: string;
  readonly policy: PolicyId;
  readonly seed: number;
  readonly nodeCount: number;
  /** As `--faults` takes it. */
  readonly faults: string;
  readonly template: Record<string, unknown>;
}

/** Something that happened in a run, for `events.ndjson`. */
export type RunEvent = Record<string, unknown> & { readonly policy: PolicyId };

export interface PolicyRun {
  readonly run: RunResult;
  readonly cellCount: number;
  readonly events: readonly RunEvent[];
}

/** Runs one policy here and now. Nothing in the result but `wallMs` depends on the machine. */
export async function runPolicy(
  order: PolicyRunOrder,
  onProgress: (update: ProgressUpdate) => void,
): Promise<PolicyRun> {
  const { seed, nodeCount, policy, template } = order;
  const scenario = scenarios[order.scenario];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${order.scenario}`);
  const runId = `${scenario.name}-${policy}-${seed}`;
  const planned = planRun(scenario, {
    runId,
    seed,
    policy: policies[policy],
    nodeCount,
    shiftMs: 0,
  });
  const events: RunEvent[] = [];
  const run = await embeddedRun({
    scenario,
    planned,
    template,
    faults: parseFaults(order.faults),
    wallNowMs: () => performance.now(),
    onProgress,
    onEvent: (event) => events.push({ policy, ...event }),
  });
  return { run, cellCount: planned.settings.cells.length, events };
}
