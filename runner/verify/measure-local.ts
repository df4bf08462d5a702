// Measures one run in the local cloud, from its seeding until its last messages are dropped. It is
// the run of `rebootstorm run`, without a history that judges it.
import { seedRun } from '#adapters/network/seed-run.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { decisionsOf, type PolicyFile } from '#domain/decisions.ts';
import { drainTickMs } from '#domain/limits.ts';
import { stormErrors } from '#domain/storm/storm-end.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';
import { functionCodeWith } from '../local/function-code.ts';
import { functionLogFormat } from '../local/log-format.ts';
import { metersByFile } from '../local/meters-by-file.ts';
import { scanNetwork, takeSample } from '../local/network-scan.ts';
import { drain, outsideRuntime } from '../local/outside-the-cloud.ts';
import type { Sample } from '../result.ts';
import {
  isObservation,
  judgeCurve,
  looksAt,
  type Measured,
  type MeasuredEnding,
} from './measured.ts';

/** The input of one run in the local cloud. */
export interface LocalOrder {
  readonly planned: PlannedRun;
  readonly template: Record<string, unknown>;
  readonly faults: FaultPlan;
  readonly decisions?: PolicyFile['decisions'] | undefined;
  /** The seed of the cloud's chance, such as latencies; the run's own seed when absent. */
  readonly cloudSeed?: number;
}

/**
 * Runs a storm in the local cloud. @returns its measurements, and the samples by which it was
 * judged
 */
export async function measureLocal(
  order: LocalOrder,
): Promise<{ measured: Measured; samples: readonly Sample[] }> {
  const { planned, template, faults, decisions } = order;
  const { settings } = planned;
  const cloud = startLocalCloud({
    template,
    faults,
    logFormat: functionLogFormat,
    seed: order.cloudSeed ?? settings.seed,
    startMs: settings.startsAtMs,
    code: functionCodeWith(decisionsOf(decisions)),
  });
  const operator = outsideRuntime(cloud);
  await cloud.settle(seedRun(operator, planned));
  await cloud.settle(startStorm(operator, settings.runId));
  const isReported = () => scanNetwork(cloud).runStatus === 'finished';
  const samples = await watch(cloud, planned, isReported);
  if (isReported()) await drain(cloud, drainTickMs);
  return {
    samples,
    measured: {
      counts: cloud.metrics(),
      meters: metersByFile(cloud.meters(), template),
      ...judgeCurve(samples, settings),
      ending: isReported() ? endingOf(cloud, settings.runId) : 'horizon',
      ranForMs: cloud.nowMs() - settings.startsAtMs,
      violations: [],
    },
  };
}

/** As its state machine ended: its report may be below the level that is logged. */
function endingOf(cloud: LocalCloud, runId: string): MeasuredEnding {
  const execution = cloud.executions().find(({ name }) => name === runId);
  if (execution?.status === 'SUCCEEDED') return 'healed';
  return execution?.error === stormErrors.notHealed ? 'timed-out' : 'failed';
}

async function watch(
  cloud: LocalCloud,
  { settings }: PlannedRun,
  isReported: () => boolean,
): Promise<Sample[]> {
  const observations = looksAt(settings);
  const samples: Sample[] = [];
  // Seeding took some time, and the observations are on a fixed grid.
  const gridMs =
    Math.ceil((cloud.nowMs() - observations.startMs) / observations.fineMs) * observations.fineMs;
  await cloud.runUntil({ untilMs: observations.startMs + gridMs });
  await cloud.runUntil({
    untilMs: observations.untilMs,
    everyMs: observations.fineMs,
    onTick: (nowMs) => {
      if (isObservation(observations, nowMs))
        samples.push(takeSample(scanNetwork(cloud), cloud, settings, nowMs));
      return isReported() ? 'stop' : 'continue';
    },
  });
  return samples;
}
