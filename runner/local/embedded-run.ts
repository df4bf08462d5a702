// One storm under one policy on the local cloud. It seeds the network, starts the state machine,
// and takes samples until the storm is reported or out of time. Then it judges the run.

import { seedRun } from '#adapters/network/seed-run.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { decisionsOf, type PolicyFile } from '#domain/decisions.ts';
import { drainTickMs } from '#domain/limits.ts';
import { openMeterReader, renamed } from '#domain/meter-readings.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { onlineShare } from '#domain/storm/judge-run.ts';
import { firstRestartAtMs, lastRestartAtMs, restartsByWave } from '#domain/storm/plan-storm.ts';
import type { CellPopulation } from '#domain/storm/population.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import { startLocalCloud } from '#local-cloud/local-cloud.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';
import type { ProgressUpdate } from '../progress.ts';
import type { RunResult, Sample } from '../result.ts';
import { sampleIntervals } from '../sample-intervals.ts';
import { stoppedWords } from '../stopped-run.ts';
import { type FunctionsCode, functionCodeWith } from './function-code.ts';
import { type JudgedRun, judgeAsItRuns } from './judged-run.ts';
import { functionLogFormat } from './log-format.ts';
import { meterNamesByFile, metersByFile } from './meters-by-file.ts';
import { scanNetwork, takeSample } from './network-scan.ts';
import { openOnlineListener } from './online-listener.ts';
import { countsOf, drain, letRunDry, outsideRuntime } from './outside-the-cloud.ts';
import { runResult, type Watched } from './run-result.ts';
import { stormFailure } from './storm-failure.ts';

/** The options of one run. */
export interface EmbeddedRunOptions {
  readonly scenario: Scenario;
  readonly planned: PlannedRun;
  readonly template: Record<string, unknown>;
  readonly faults: FaultPlan;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  /** The decisions of a policy file. */
  readonly decisions?: PolicyFile['decisions'] | undefined;
  /** Real time, for the report only. */
  readonly wallNowMs: () => number;
  readonly onProgress: (update: ProgressUpdate) => void;
  /** Whether the run should end early; it never does when absent. */
  readonly isStopAsked?: (() => boolean) | undefined;
  readonly onEvent: (event: Record<string, unknown>) => void;
  /** Wraps the functions' code, for instance to watch their calls. Absent: nothing is wrapped. */
  readonly around?: ((code: FunctionsCode) => FunctionsCode) | undefined;
}

/** Why a run on the local cloud ends once its target is missed. */
export const stoppedAfterTarget = 'stopped: target missed; use --cloud twin to watch the recovery';

/** Runs a storm under one policy. The same options give the same result, but for `wallMs`. */
export async function embeddedRun(options: EmbeddedRunOptions): Promise<RunResult> {
  const { scenario, planned, faults, onEvent, around = (code) => code } = options;
  const { settings } = planned;
  const startedMs = options.wallNowMs();
  const judged = judgeAsItRuns(settings, () => cloud.outputs);
  const { storm, shiftMs, runId } = settings;
  const online = openOnlineListener(runId, lastRestartAtMs(storm, shiftMs));
  let isShown = true;
  const cloud: LocalCloud = startLocalCloud({
    template: options.template,
    code: judged.overhear(around(functionCodeWith(decisionsOf(options.decisions)))),
    seed: settings.seed,
    startMs: scenario.startMs + settings.shiftMs,
    faults,
    logFormat: functionLogFormat,
    accountConcurrency: options.accountConcurrency,
    onCommit: (commit) => {
      online.onCommit(commit);
      judged.onCommit(commit);
    },
    onMessage: (fact) => judged.onMessage(fact),
    onLog: (source, entry) => {
      if (isShown && entry.level !== 'debug') onEvent({ atMs: cloud.nowMs(), source, ...entry });
    },
  });
  const populations = await start(cloud, planned, judged);
  const watched = { ...(await watch(cloud, options)), between: [...online.points] };
  if (scanNetwork(cloud).runStatus === 'finished') await drain(cloud, drainTickMs);
  // The run is measured here. What follows only shows that all its loops end with it.
  isShown = false;
  const counts = countsOf(cloud);
  const network = scanNetwork(cloud);
  const everybody = network.everybody();
  const failure = stormFailure(cloud, settings.runId);
  const isWhole = watched.endedEarly !== stoppedWords;
  if (isWhole) await letRunDry(cloud, settings.runId, drainTickMs);
  return runResult({
    scenario,
    settings,
    watched,
    waves: countWaves(settings, populations),
    network: { ...network, everybody: () => everybody },
    // Of a run that was stopped, not all that should come has had its time.
    invariants: isWhole ? judged.verdicts(cloud.nowMs()) : [],
    cloud: { ...counts, meters: () => metersByFile(counts.meters(), options.template) },
    failure,
    stopped: network.stopped,
    wallMs: options.wallNowMs() - startedMs,
  });
}

/** Seeds the run and starts its storm, through the same adapters as on any other cloud. */
async function start(
  cloud: LocalCloud,
  planned: PlannedRun,
  judged: JudgedRun,
): Promise<CellPopulation[]> {
  const runtime = outsideRuntime(cloud);
  const populations = await cloud.settle(seedRun(runtime, planned));
  // Seeding writes as fast as one client can. That load is no part of the storm, and the twin does
  // not have it.
  cloud.startPeaksAnew();
  judged.seeded(cloud.nowMs());
  await cloud.settle(startStorm(runtime, planned.settings.runId));
  return populations;
}

async function watch(
  cloud: LocalCloud,
  { planned: { settings }, template, onProgress, isStopAsked }: EmbeddedRunOptions,
): Promise<Omit<Watched, 'between'>> {
  const startMs = cloud.nowMs();
  const { storm, shiftMs } = settings;
  const lastRestartMs = lastRestartAtMs(storm, shiftMs);
  const reader = openMeterReader(firstRestartAtMs(storm, shiftMs), lastRestartMs);
  const decidedAtMs = lastRestartMs + settings.target.healWithinMs;
  const { coarseMs, fineMs } = sampleIntervals(settings);
  const samples: Sample[] = [];
  let endedEarly: string | null = null;
  let shownCount = 0;
  const show = (fraction: number, virtualTimeMs: number) => {
    onProgress({
      policy: settings.policy.id,
      fraction,
      virtualTimeMs,
      onlineShare: onlineShare(samples.at(-1) ?? { onlineCount: 0, wantedCount: 1 }),
      messagesHandled: cloud.metrics().MessagesHandled ?? 0,
      samples: samples.slice(shownCount),
    });
    shownCount = samples.length;
  };
  await cloud.runUntil({
    untilMs: lastRestartMs + 2 * settings.target.healWithinMs,
    everyMs: fineMs,
    onTick: (nowMs) => {
      if (reader.isNeeded(nowMs)) {
        reader.note(nowMs, cloud.meters());
      }
      const sinceSampleMs = nowMs - (samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY);
      if (nowMs < lastRestartMs && sinceSampleMs < coarseMs) return 'continue';
      const network = scanNetwork(cloud);
      samples.push(takeSample(network, cloud, settings, nowMs));
      show(Math.min(0.99, (nowMs - startMs) / (decidedAtMs - startMs)), nowMs);
      if (network.runStatus === 'finished') return 'stop';
      if (stormFailure(cloud, settings.runId) !== null) {
        endedEarly = 'its state machine failed';
        return 'stop';
      }
      if (isStopAsked?.() === true) {
        endedEarly = stoppedWords;
        return 'stop';
      }
      if (nowMs <= decidedAtMs + fineMs) return 'continue';
      endedEarly = stoppedAfterTarget;
      return 'stop';
    },
  });
  if (endedEarly !== stoppedWords) show(1, cloud.nowMs());
  const readings = renamed(reader.readings(), meterNamesByFile(template));
  return { startMs, endMs: cloud.nowMs(), samples, endedEarly, readings };
}

function countWaves(settings: RunSettings, populations: readonly CellPopulation[]) {
  const nodes = populations.flatMap((population) => population.nodes);
  return restartsByWave(settings, nodes).map(({ wave, restarts }) => ({
    atMs: wave.atMs,
    label: wave.label,
    restarts,
  }));
}
