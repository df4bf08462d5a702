// Measures one run on the twin, in the same way as one in the local cloud.
import { decisionsOf, type PolicyFile } from '#domain/decisions.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';
import { runNetwork } from '#twin/network/run-network.ts';
import { isObservation, judgeCurve, looksAt, type Measured } from './measured.ts';

/** The input of one run on the twin. */
export interface TwinOrder {
  readonly planned: PlannedRun;
  readonly decisions?: PolicyFile['decisions'] | undefined;
  readonly configuration?: StackConfiguration | undefined;
}

/**
 * Runs a storm on the twin with each attempt executed. Another check compares aggregated attempts
 * with executed ones.
 */
export function measureTwin({ planned, decisions, configuration }: TwinOrder): Measured {
  const { settings, shape } = planned;
  const observations = looksAt(settings);
  const run = runNetwork({
    settings,
    shape,
    configuration,
    decisions: decisionsOf(decisions),
    untilMs: observations.untilMs,
    sampleEveryMs: observations.fineMs,
    retries: 'executed',
  });
  const samples = run.samples.filter(({ atMs }) => isObservation(observations, atMs));
  return {
    counts: run.counts,
    meters: run.meters,
    violations: run.violations,
    ...judgeCurve(samples, settings),
    ending: run.ending === 'stopped' ? 'horizon' : run.ending,
    ranForMs: run.endMs - settings.startsAtMs,
  };
}
