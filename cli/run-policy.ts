import { parseFaults } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { embeddedRun } from './embedded-run.ts';
import { choosePolicy } from './policy-choice.ts';
import type { RunResult } from './result.ts';
import type { ProgressUpdate } from './show/progress.ts';

/** One policy's run, told in words and numbers only, so that it can be handed to a worker. */
export interface PolicyRunOrder {
  readonly scenario: string;
  /** As `choosePolicy` takes it. */
  readonly policy: string;
  readonly seed: number;
  readonly nodeCount: number;
  /** As `--faults` takes it. */
  readonly faults: string;
  readonly template: Record<string, unknown>;
}

/** Something that happened in a run, for `events.ndjson`. */
export type RunEvent = Record<string, unknown> & { readonly policy: string };

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
  const { seed, nodeCount, template } = order;
  const scenario = scenarios[order.scenario];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${order.scenario}`);
  const { policy, decisions } = await choosePolicy(order.policy);
  // The names of runs are narrower than those of policies: see functions/messages.ts.
  const runId = `${scenario.name}-${policy.id.replaceAll('+', '.')}-${seed}`;
  const planned = planRun(scenario, { runId, seed, policy, nodeCount, shiftMs: 0 });
  const events: RunEvent[] = [];
  const run = await embeddedRun({
    scenario,
    planned,
    template,
    faults: parseFaults(order.faults),
    decisions,
    wallNowMs: () => performance.now(),
    onProgress,
    onEvent: (event) => events.push({ policy: policy.id, ...event }),
  });
  return { run, cellCount: planned.settings.cells.length, events };
}
