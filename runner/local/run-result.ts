import { checkNetwork, type NetworkScan } from '#domain/invariants/check-network.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { MeterReadings, Meters } from '#domain/meter-readings.ts';
import { signedInCount } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { type CurvePoint, type Evidence, judgeRun } from '#domain/storm/judge-run.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { userHoursLost } from '#domain/storm/user-hours-lost.ts';
import { RECURSION_METER } from '#local-cloud/lambda/lambda.ts';
import { loginsPerMinuteMax } from '../login-capacity.ts';
import { phasesOf } from '../phases.ts';
import type { RunResult, Sample } from '../result.ts';
import { violationWords } from '../sentences/format-invariant.ts';
import { stoppedVerdict } from '../sentences/verdict-sentence.ts';
import { isStopped } from '../stopped-run.ts';
import { deadLetterViolations, verdictOnStorm } from '../verdict-on-storm.ts';
import { wavesWithTimeBelow } from '../waves-below.ts';
import type { ScannedNetwork } from './network-scan.ts';
import type { CloudCounts } from './outside-the-cloud.ts';

/** What was observed of a run while it went on. */
export interface Watched {
  readonly startMs: number;
  readonly endMs: number;
  readonly samples: readonly Sample[];
  /** Who was signed in at each write after the last restart. */
  readonly between: readonly CurvePoint[];
  readonly endedEarly: string | null;
  /** The meters while it went on, by the names of `RunResult.meters`. */
  readonly readings: MeterReadings;
}

interface Findings {
  readonly scenario: Scenario;
  readonly settings: RunSettings;
  readonly watched: Watched;
  readonly waves: Parameters<typeof wavesWithTimeBelow>[0];
  readonly network: ScannedNetwork;
  readonly invariants: readonly InvariantVerdict[];
  readonly cloud: CloudCounts;
  /** Why the storm's execution failed, if it did. */
  readonly failure: RunResult['failure'];
  /** Why it was ended before its time, if it was. */
  readonly stopped: Evidence['stopped'];
  readonly wallMs: number;
}

/** Builds a run's result: the judgement, the counts and the billable units. */
export function runResult(findings: Findings): RunResult {
  const { settings, watched, cloud, network } = findings;
  const everybody = network.everybody();
  const violations = [...violationsOf(everybody, cloud), ...violationWords(findings.invariants)];
  const evidence: Evidence = {
    curve: watched.samples,
    between: watched.between.filter(({ atMs }) => atMs <= watched.endMs),
    lastRestartAtMs: lastRestartAtMs(settings.storm, settings.shiftMs),
    target: settings.target,
    violations,
    failure: findings.failure,
    stopped: findings.stopped,
  };
  const { kind, ...judgement } = judgeRun(evidence);
  const metrics = cloud.metrics();
  // Counted in the table. The metric misses a restart whose acknowledgement was lost.
  const restarts = everybody.nodes.filter(({ waveIndex }) => waveIndex >= 0).length;
  const planned = findings.waves.reduce((sum, wave) => sum + wave.restarts, 0);
  const attempts = metrics.LoginAttempts ?? 0;
  const placed = metrics.LoginsPlaced ?? 0;
  const meters = billedIn(cloud.meters());
  return {
    policy: settings.policy.id,
    verdict: isStopped(watched)
      ? stoppedVerdict(kind, judgement, evidence)
      : verdictOnStorm(kind, judgement, evidence, { done: restarts, planned }),
    expected: [...(findings.scenario.expected[settings.policy.id] ?? [])],
    ...judgement,
    userHoursLost: isMeasured(evidence) ? userHoursLost(watched.samples) : Number.NaN,
    restarts,
    loginAttempts: attempts,
    loginsPlaced: placed,
    retriesPerLogin: placed === 0 ? Number.NaN : (attempts - placed) / placed,
    promotions: metrics.Promotions ?? 0,
    loginsPerMinuteMax: loginsPerMinuteMax(settings),
    deadLetters: deadLettersOf(cloud),
    quarantined: metrics.MessagesQuarantined ?? 0,
    failure: evidence.failure,
    violations,
    invariants: [...findings.invariants],
    counts: Object.fromEntries(Object.entries(metrics).sort(byName)),
    meters,
    phases: phasesOf({ ...watched, settings, healMs: judgement.healMs, meters }),
    peaks: cloud.peaks(),
    faults: faultsIn(cloud.meters()),
    startMs: watched.startMs,
    endMs: watched.endMs,
    lastRestartAtMs: evidence.lastRestartAtMs,
    endedEarly: watched.endedEarly,
    wallMs: findings.wallMs,
    messagesHandled: metrics.MessagesHandled ?? 0,
    waves: wavesWithTimeBelow(findings.waves, evidence),
    samples: [...watched.samples],
  };
}

/** Whether the storm was conducted to its end, so that its numbers are those of the scenario. */
function isMeasured({ failure, stopped }: Evidence): boolean {
  return failure === null && stopped === undefined;
}

/**
 * Safety at the end of the run: what a full scan finds, and whether messages were dead-lettered.
 */
function violationsOf(everybody: NetworkScan, cloud: CloudCounts): string[] {
  const nowMs = cloud.nowMs();
  const check = checkNetwork(everybody, nowMs);
  const counted = signedInCount(everybody.supernodes, nowMs);
  const miscounted =
    counted === check.onlineCount
      ? []
      : [`${counted} counted as signed in, a full scan finds ${check.onlineCount}`];
  return [
    ...check.violations,
    ...miscounted,
    ...deadLetterViolations(deadLettersOf(cloud)),
    ...stoppedLoops(cloud.meters()),
  ];
}

/**
 * Functions that Lambda stopped as recursive loops. Our loops are intended, so Lambda must stop
 * none.
 */
function stoppedLoops(meters: Readonly<Record<string, number>>): string[] {
  const stopped = Object.entries(meters).filter(([name]) => name.startsWith(RECURSION_METER));
  return stopped.map(
    ([name, count]) =>
      `Lambda stopped ${count} invocations of ${name.slice(RECURSION_METER.length)} as a ` +
      'recursive loop, since its RecursiveLoop is not Allow',
  );
}

function deadLettersOf(cloud: CloudCounts): Record<string, number> {
  const depths = cloud.queueDepths();
  const ofQueue = (word: string) =>
    Object.entries(depths)
      .filter(([name]) => name.includes(word) && name.includes('DeadLetters'))
      .reduce((sum, [, { visible, inFlight, delayed }]) => sum + visible + inFlight + delayed, 0);
  return {
    membership: ofQueue('Membership'),
    login: ofQueue('Login'),
    heal: ofQueue('Heal'),
  };
}

const faultPrefix = 'faults.';

/**
 * The local cloud's meters that AWS bills, and those that explain a bill: all but the injected
 * faults.
 */
function billedIn(meters: Meters): Record<string, number> {
  const entries = Object.entries(meters).filter(([name]) => !name.startsWith(faultPrefix));
  return Object.fromEntries(entries.sort(byName));
}

function faultsIn(meters: Meters): Record<string, number> {
  const entries = Object.entries(meters)
    .filter(([name]) => name.startsWith(faultPrefix))
    .map(([name, count]) => [name.slice(faultPrefix.length), count] as const);
  return Object.fromEntries(entries.sort(byName));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
