import { checkNetwork } from '#domain/check-network.ts';
import { type Evidence, judgeRun } from '#domain/judge-run.ts';
import { lastRestartAtMs } from '#domain/plan-storm.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import type { ScannedNetwork } from './network-scan.ts';
import type { RunResult, Sample } from './result.ts';
import { verdictSentence } from './verdict-sentence.ts';

/** What was seen of a run while it went on. */
export interface Watched {
  readonly startMs: number;
  readonly endMs: number;
  readonly population: number;
  readonly samples: readonly Sample[];
  readonly endedEarly: string | null;
}

interface Findings {
  readonly scenario: Scenario;
  readonly settings: RunSettings;
  readonly watched: Watched;
  readonly waves: RunResult['waves'];
  readonly network: ScannedNetwork;
  readonly cloud: LocalCloud;
  readonly wallMs: number;
}

/** Puts together what a run showed: the judgement, the counts, the bill's units. */
export function runResult(findings: Findings): RunResult {
  const { settings, watched, cloud, network } = findings;
  const violations = violationsOf(findings);
  const evidence: Evidence = {
    population: watched.population,
    curve: watched.samples,
    lastRestartAtMs: lastRestartAtMs(settings.storm, settings.shiftMs),
    target: settings.target,
    violations,
  };
  const { kind, ...judgement } = judgeRun(evidence);
  const metrics = cloud.metrics();
  const attempts = metrics.LoginAttempts ?? 0;
  const placed = metrics.LoginsPlaced ?? 0;
  return {
    policy: settings.policy.id,
    verdict: { kind, sentence: verdictSentence(kind, judgement, evidence) },
    expected: [...(findings.scenario.expected[settings.policy.id] ?? [])],
    ...judgement,
    // Counted in the table: a restart whose acknowledgement was lost is not in the metric.
    restarts: network.everybody().nodes.filter(({ waveIndex }) => waveIndex >= 0).length,
    loginAttempts: attempts,
    loginsPlaced: placed,
    retriesPerLogin: placed === 0 ? Number.NaN : (attempts - placed) / placed,
    promotions: metrics.Promotions ?? 0,
    deadLetters: deadLettersOf(cloud),
    quarantined: metrics.MessagesQuarantined ?? 0,
    violations,
    meters: metersOf(cloud, false),
    faults: metersOf(cloud, true),
    startMs: watched.startMs,
    endMs: watched.endMs,
    lastRestartAtMs: evidence.lastRestartAtMs,
    endedEarly: watched.endedEarly,
    wallMs: findings.wallMs,
    messagesHandled: metrics.MessagesHandled ?? 0,
    waves: findings.waves,
    samples: [...watched.samples],
  };
}

/** Safety at the end of the run: what a full scan shows, and that no message died. */
function violationsOf({ network, watched, cloud }: Findings): string[] {
  const check = checkNetwork(network.everybody(), cloud.nowMs());
  const counted = watched.samples.at(-1)?.onlineCount;
  const miscounted =
    network.runStatus === 'finished' && counted !== undefined && check.onlineCount < counted
      ? [`${counted} counted as signed in, a full scan finds ${check.onlineCount}`]
      : [];
  const dead = Object.entries(deadLettersOf(cloud)).filter(([, count]) => count > 0);
  return [
    ...check.violations,
    ...miscounted,
    ...dead.map(([queue, count]) => `${count} dead letters in the ${queue} queue`),
  ];
}

function deadLettersOf(cloud: LocalCloud): Record<string, number> {
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

function metersOf(cloud: LocalCloud, faults: boolean): Record<string, number> {
  const entries = Object.entries(cloud.meters())
    .filter(([name]) => name.startsWith(faultPrefix) === faults)
    .map(([name, value]) => [faults ? name.slice(faultPrefix.length) : name, value] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
