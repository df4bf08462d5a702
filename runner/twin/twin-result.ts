// Builds the result of a run on the twin, in the form that every cloud's result has.

import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import {
  type Evidence,
  type Judgement,
  judgeRun,
  type VerdictKind,
} from '#domain/storm/judge-run.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { userHoursLost } from '#domain/storm/user-hours-lost.ts';
import type { NetworkRun, NetworkSample } from '#twin/network/network-run.ts';
import { loginsPerMinuteMax } from '../login-capacity.ts';
import { phasesOf } from '../phases.ts';
import type { RunResult } from '../result.ts';
import { sampleIntervals } from '../sample-intervals.ts';
import { stoppedVerdict, verdictSentence } from '../sentences/verdict-sentence.ts';
import { stoppedWords } from '../stopped-run.ts';
import { wavesWithTimeBelow } from '../waves-below.ts';

interface Findings {
  readonly scenario: Pick<Scenario, 'expected'>;
  readonly settings: RunSettings;
  readonly network: NetworkRun;
  readonly wallMs: number;
}

/** The result of one run on the twin. What the twin does not measure is absent, never 0. */
export function twinResult({ scenario, settings, network, wallMs }: Findings): RunResult {
  const { counts, violations, waves } = network;
  const stormEndMs = lastRestartAtMs(settings.storm, settings.shiftMs);
  const samples = thinned(network.samples, stormEndMs, sampleIntervals(settings).coarseMs);
  const evidence: Evidence = {
    curve: samples,
    between: network.between,
    lastRestartAtMs: stormEndMs,
    target: settings.target,
    violations,
    failure: network.failure,
  };
  const { kind, ...judgement } = judgeRun(evidence);
  const attempts = counts.LoginAttempts ?? 0;
  const placed = counts.LoginsPlaced ?? 0;
  const meters = Object.fromEntries(Object.entries(network.meters).sort(byName));
  return {
    policy: settings.policy.id,
    verdict: verdictOf(kind, judgement, evidence, network.ending),
    expected: [...(scenario.expected[settings.policy.id] ?? [])],
    ...judgement,
    userHoursLost: evidence.failure === null ? userHoursLost(samples) : Number.NaN,
    restarts: counts.NodesRestarted ?? 0,
    loginAttempts: attempts,
    loginsPlaced: placed,
    retriesPerLogin: placed === 0 ? Number.NaN : (attempts - placed) / placed,
    promotions: counts.Promotions ?? 0,
    loginsPerMinuteMax: loginsPerMinuteMax(settings),
    deadLetters: {},
    quarantined: Number.NaN,
    failure: network.failure,
    violations: [...violations],
    invariants: [],
    counts: Object.fromEntries(Object.entries(counts).sort(byName)),
    meters,
    phases: phasesOf({ ...network, settings, healMs: judgement.healMs, meters }),
    peaks: { ...network.peaks },
    faults: {},
    startMs: network.startMs,
    endMs: network.endMs,
    lastRestartAtMs: stormEndMs,
    endedEarly: formatEndedEarly(network.ending),
    wallMs,
    messagesHandled: network.executedEventCount + network.aggregatedEventCount,
    waves: wavesWithTimeBelow(waves, evidence),
    samples,
  };
}

/**
 * Thins out the samples from before the end of the storm, so that they are as coarse as the local
 * cloud's.
 */
function thinned(
  samples: readonly NetworkSample[],
  stormEndMs: number,
  coarseMs: number,
): NetworkSample[] {
  let keptAtMs = Number.NEGATIVE_INFINITY;
  return samples.filter(({ atMs }) => {
    const isKept = atMs >= stormEndMs || atMs - keptAtMs >= coarseMs;
    if (isKept) keptAtMs = atMs;
    return isKept;
  });
}

function verdictOf(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  evidence: Evidence,
  ending: NetworkRun['ending'],
): RunResult['verdict'] {
  if (ending === 'stopped') return stoppedVerdict(kind, judgement, evidence);
  return { kind, sentence: verdictSentence(kind, judgement, evidence) };
}

function formatEndedEarly(ending: NetworkRun['ending']): string | null {
  if (ending === 'horizon') return 'its time ended before its state machine reported';
  if (ending === 'failed') return 'its state machine failed';
  return ending === 'stopped' ? stoppedWords : null;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
