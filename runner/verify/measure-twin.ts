// One run on the twin, measured like one in the local cloud.
import { decisionsOf, type PolicyFile } from '#domain/decisions.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';
import { runNetwork } from '#twin/network/run-network.ts';
import { isObservation, judgeCurve, looksAt, type Measured } from './measured.ts';

/** What one run on the twin needs to be notified. */
export interface TwinOrder {
  readonly planned: PlannedRun;
  readonly decisions?: PolicyFile['decisions'] | undefined;
}

/**
 * Runs a storm on the twin, each attempt executed: what is counted by arithmetic is checked against
 * that elsewhere.
 */
export function measureTwin({ planned, decisions }: TwinOrder): Measured {
  const { settings, shape } = planned;
  const observations = looksAt(settings);
  const run = runNetwork({
    settings,
    shape,
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
