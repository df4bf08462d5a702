import { createHash } from 'node:crypto';
import { decisionsOf } from '#domain/decisions.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { embeddedRun } from './embedded-run.ts';
import { watchDecisions } from './own-decisions.ts';
import { choosePolicy, PolicyChoiceError } from './policy-choice.ts';
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
  const runId = runNameOf(scenario.name, policy.id, seed);
  const planned = planRun(scenario, { runId, seed, policy, nodeCount, shiftMs: 0 });
  const own = watchDecisions(decisionsOf(decisions));
  const events: RunEvent[] = [];
  const run = await embeddedRun({
    scenario,
    planned,
    template,
    faults: parseFaults(order.faults),
    decisions: () => own.decisions,
    wallNowMs: () => performance.now(),
    onProgress: (update) => {
      // A run that is decided by nonsense shows nothing: it ends, and its author is told.
      if (own.complaint() !== undefined)
        throw new PolicyChoiceError(`${order.policy}: ${own.complaint()}.`);
      onProgress(update);
    },
    onEvent: (event) => events.push({ policy: policy.id, ...event }),
  });
  return { run, cellCount: planned.settings.cells.length, events };
}

/** Names of runs are narrower than those of policies, and shorter: see functions/messages.ts. */
export function runNameOf(scenario: string, policy: string, seed: number): string {
  const name = `${scenario}-${policy.replaceAll('+', '.')}-${seed}`;
  if (name.length <= runNameLengthMax) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, runNameLengthMax - hash.length - 1)}-${hash}`;
}

const runNameLengthMax = 64;
