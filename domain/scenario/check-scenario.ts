import type { Timings } from '../run-settings.ts';
import { isVerdictKind } from '../storm/judge-run.ts';
import {
  fitsHistory,
  greatestThatFits,
  historyEventsAtMost,
  historyEventsMax,
  type ObservingPlan,
  observationsAtMost,
  observeEveryMsAtLeast,
  wavesMax,
} from '../storm/observation-budget.ts';
import { observedUntilMs, planStorm } from '../storm/plan-storm.ts';
import { scaleProblems } from './check-scenario-scale.ts';
import { stormProblems } from './check-scenario-storm.ts';
import { timingProblems } from './check-scenario-timings.ts';
import {
  marks,
  type RecoveryPoint,
  type Scenario,
  type ScenarioScale,
  scenarioName,
} from './scenario.ts';
import {
  numberProblem,
  numberProblems,
  problemIf,
  type ScenarioProblem,
} from './scenario-problem.ts';
import { aMoment, anOnlineCount, runMsMax, targetRanges } from './scenario-ranges.ts';

/**
 * What makes no sense in a scenario whose fields are of the right types: each field that cannot
 * be, or that another one contradicts. None means that it can be run, never that it is realistic.
 */
export function checkScenario(scenario: Scenario): readonly ScenarioProblem[] {
  const { name, title, startMs, storm, embedded, full } = scenario;
  const problems = [
    ...problemIf(
      !scenarioName.test(name),
      'name',
      `expected at most 60 of a-z, 0-9 and hyphens, as a folder's name, got '${name}'`,
    ),
    ...problemIf(title.trim() === '', 'title', 'expected a title'),
    ...numberProblem('startMs', startMs, aMoment),
    ...scaleProblems(embedded, storm.day, 'embedded'),
    ...(full === undefined ? [] : scaleProblems(full, storm.day, 'full')),
    ...stormProblems(storm, startMs),
    ...allTimingProblems(scenario),
    ...targetProblems(scenario),
    ...storyProblems(scenario),
  ];
  // Of a storm whose numbers cannot be nobody can say how long it lasts.
  return problems.length > 0 ? problems : spanProblems(scenario);
}

/** Each timing is checked where it stands: in a scale's own, or in those of the scenario. */
function allTimingProblems({ timings, embedded, full }: Scenario): ScenarioProblem[] {
  const of = (scale: ScenarioScale | undefined, field: string) => {
    const own = scale?.timings ?? {};
    const fieldOf = (name: keyof Timings) =>
      own[name] === undefined ? `timings.${name}` : `${field}.timings.${name}`;
    return timingProblems({ ...timings, ...own }, fieldOf);
  };
  const problems = [...of(embedded, 'embedded'), ...(full === undefined ? [] : of(full, 'full'))];
  const seen = new Set<string>();
  return problems.filter(({ field, reason }) => {
    const key = `${field}: ${reason}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function targetProblems({ target, timings }: Scenario): ScenarioProblem[] {
  const { healWithinMs } = target;
  return [
    ...numberProblems('target', target, targetRanges),
    ...problemIf(
      healWithinMs > timings.observeForMs,
      'target.healWithinMs',
      `after timings.observeForMs, ${timings.observeForMs} ms, nobody observes: ${healWithinMs}`,
    ),
  ];
}

function recoveryPointProblems(
  { atMs, atMsRange, onlineCount, onlineCountRange }: RecoveryPoint,
  field: string,
  afterMs: number,
): ScenarioProblem[] {
  return [
    ...numberProblem(`${field}.atMs`, atMs, { ...aMoment, min: afterMs }),
    ...numberProblem(`${field}.onlineCount`, onlineCount, anOnlineCount),
    ...aroundProblem(`${field}.atMsRange`, atMs, atMsRange),
    ...aroundProblem(`${field}.onlineCountRange`, onlineCount, onlineCountRange),
  ];
}

function aroundProblem(
  field: string,
  value: number,
  [least, most]: readonly [number, number] = [value, value],
): ScenarioProblem[] {
  const isAround = least <= value && value <= most;
  return problemIf(!isAround, field, `expected a range around ${value}, got ${least} to ${most}`);
}

/** What the scenario says and compares with. */
function storyProblems(scenario: Scenario): ScenarioProblem[] {
  const { expected, usualOnlineCount, recoveryPoints, assumptions, startMs } = scenario;
  return [
    ...Object.entries(expected).flatMap(([policy, verdicts]) =>
      verdicts
        .filter((verdict) => !isVerdictKind(verdict))
        .map((verdict) => ({ field: `expected.${policy}`, reason: `no such verdict: ${verdict}` })),
    ),
    ...numberProblem('usualOnlineCount', usualOnlineCount, anOnlineCount),
    ...recoveryPoints.flatMap((point, index) =>
      recoveryPointProblems(
        point,
        `recoveryPoints[${index}]`,
        recoveryPoints[index - 1]?.atMs ?? startMs,
      ),
    ),
    ...assumptions.flatMap(({ name, provenance, source }, index) => {
      const field = `assumptions[${index}]`;
      return [
        ...problemIf(name === '', `${field}.name`, 'expected the name of a value'),
        ...problemIf(
          !marks.includes(provenance),
          `${field}.provenance`,
          `no such provenance: ${provenance}`,
        ),
        ...problemIf(source === '', `${field}.source`, `expected where ${name} comes from`),
      ];
    }),
  ];
}

/** How long it takes, and how many waves that are. */
function spanProblems(scenario: Scenario): ScenarioProblem[] {
  const { embedded, full } = scenario;
  const scales = full === undefined ? [embedded] : [embedded, full];
  // What both scales have wrong is reported once.
  for (const [index, { timings = {} }] of scales.entries()) {
    const scale = index === 0 ? 'embedded' : 'full';
    const fieldOf = (name: keyof Timings) =>
      timings[name] === undefined ? `timings.${name}` : `${scale}.timings.${name}`;
    const problems = spanProblemsOf(scenario, timings, fieldOf);
    if (problems.length > 0) return problems;
  }
  return [];
}

function spanProblemsOf(
  { startMs, storm, timings }: Scenario,
  own: Partial<Timings>,
  fieldOf: (name: keyof Timings) => string,
): ScenarioProblem[] {
  const plan = { storm, shiftMs: 0, startsAtMs: startMs, timings: { ...timings, ...own } };
  const spanMs = observedUntilMs(plan) - startMs;
  if (spanMs > runMsMax) {
    const days = (ms: number) => (ms / 86_400_000).toFixed(1);
    const reason = `the run takes ${days(spanMs)} days, more than ${days(runMsMax)}`;
    return [{ field: fieldOf('observeForMs'), reason }];
  }
  const waves = planStorm(plan);
  const restarts = waves.filter(({ kind }) => kind === 'restart').length;
  return [
    ...problemIf(restarts === 0, 'storm.nights', 'expected some node to restart in some zone'),
    ...problemIf(
      waves.length > wavesMax,
      'storm.nights',
      `${waves.length} waves are more than the ${wavesMax} that the history of one execution holds`,
    ),
    ...(waves.length > wavesMax ? [] : observationProblems(plan, fieldOf)),
  ];
}

/** Whether the storm's own execution holds all its waves and observations (docs/quotas.md). */
function observationProblems(plan: StormPlan, fieldOf: (name: keyof Timings) => string) {
  const observing = observingPlanOf(plan);
  if (fitsHistory(observing)) return [];
  const { observeEveryMs, observeForMs } = plan.timings;
  const longestMs = greatestThatFits(observeForMs, (ms) =>
    fitsHistory(observingPlanOf({ ...plan, timings: { ...plan.timings, observeForMs: ms } })),
  );
  const nearest = [
    `at least ${observeEveryMsAtLeast(observing)} would do`,
    ...(longestMs > 0 ? [`or ${fieldOf('observeForMs')} of at most ${longestMs}`] : []),
  ].join(', ');
  const reason = [
    `every ${observeEveryMs} ms is up to ${observationsAtMost(observing)} observations, and with`,
    `${observing.waveCount} waves ${historyEventsAtMost(observing)} events in the history of one`,
    `execution, where AWS ends it at ${historyEventsMax}: ${nearest}`,
  ].join(' ');
  return [{ field: fieldOf('observeEveryMs'), reason }];
}

type StormPlan = Parameters<typeof planStorm>[0];

function observingPlanOf(plan: StormPlan): ObservingPlan {
  const waves = planStorm(plan);
  const untilMs = observedUntilMs(plan);
  return {
    waveCount: waves.length,
    observedForMs: untilMs - (waves[0]?.atMs ?? untilMs),
    observeEveryMs: plan.timings.observeEveryMs,
  };
}
