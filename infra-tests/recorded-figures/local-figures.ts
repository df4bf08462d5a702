// Small runs of the local cloud, with the usual faults and without, and what is kept of each.
import { policies } from '#domain/policies.ts';
import { FAULTS_DEFAULT, FAULTS_NONE } from '#local-cloud/faults.ts';
import { embeddedRun } from '#runner/local/embedded-run.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import type { RunResult } from '#runner/result.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { type Figures, named } from './figures.ts';

const runs = [
  { policy: 'legacy-2007', seed: 7, faults: FAULTS_DEFAULT },
  { policy: 'resilient', seed: 7, faults: FAULTS_DEFAULT },
  { policy: 'resilient', seed: 8, faults: FAULTS_NONE },
] as const;

const nodeCount = 60;

/** Runs all, one after the other. @returns their figures by the name of the run */
export async function localFigures(): Promise<Record<string, Figures>> {
  const template = readStackTemplate('cli');
  const made: Record<string, Figures> = {};
  for (const { policy, seed, faults } of runs) {
    const choices = { seed, nodeCount, shiftMs: 0, policy: policies[policy], runId: 'kept' };
    const result = await embeddedRun({
      scenario: drill,
      planned: planRun(drill, choices),
      template,
      faults,
      wallNowMs: () => 0,
      onProgress: () => {},
      onEvent: () => {},
    });
    const fault = faults === FAULTS_NONE ? 'no faults' : 'usual faults';
    made[`drill ${policy} ${nodeCount}, seed ${seed}, ${fault}`] = keptOf(result);
  }
  return made;
}

function keptOf({ verdict, counts, meters, peaks, faults, samples, ...run }: RunResult): Figures {
  const { atMs = Number.NaN, ...last } = samples.at(-1) ?? {};
  return {
    verdict: verdict.kind,
    ranMs: run.endMs - run.startMs,
    lastSampleAfterMs: atMs - run.startMs,
    messagesHandled: run.messagesHandled,
    userHoursLost: run.userHoursLost,
    belowTargetMs: run.belowTargetMs,
    ...named('end', last),
    ...named('count', counts),
    ...named('meter', meters),
    ...named('peak', peaks),
    ...named('fault', faults),
  };
}
