import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRun } from './network-run.ts';
import { runNetwork } from './run-network.ts';

/** The same decisions under other names, so that the twin cannot know them for its own. */
const asForeign: Decisions = {
  admitLogin: (...facts) => builtInDecisions.admitLogin(...facts),
  placeClient: (...facts) => builtInDecisions.placeClient(...facts),
  retryLogin: (...facts) => builtInDecisions.retryLogin(...facts),
  healStep: (...facts) => builtInDecisions.healStep(...facts),
};

function runOf(name: string, policy: PolicyId, seed: number, decisions?: Decisions): NetworkRun {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a scenario ${name}`);
  const choices = { runId: 'run-1', seed, policy: policies[policy], shiftMs: 0 };
  const planned = planRun(scenario, { ...choices, nodeCount: name === 'drill' ? 300 : 500 });
  const { storm, target, timings } = planned.settings;
  // A window that is used up turns requests away unread, unless somebody else's decision is asked.
  // This many are served, so that none is.
  const loginsPerRateLimitWindow = timings.loginsPerRateLimitWindow * 6;
  const neverUsedUp = { ...timings, loginsPerRateLimitWindow };
  return runNetwork({
    ...planned,
    settings: { ...planned.settings, timings: neverUsedUp },
    ...(decisions && { decisions }),
    untilMs: lastRestartAtMs(storm, 0) + target.healWithinMs,
    sampleEveryMs: 60_000,
    retries: 'executed',
  });
}

const cases = (
  ['resilient', 'legacy-2007', 'herd', 'stale-candidates', 'ghost-slots'] as const
).flatMap((policy) => [1, 2].map((seed) => ({ policy, seed })));

test.each(cases)('$policy, seed $seed: a drill decides on numbers as on records', (one) => {
  const { policy, seed } = one;
  expect(runOf('drill', policy, seed)).toEqual(runOf('drill', policy, seed, asForeign));
});

test('August decides on numbers as on records, where gate, turns and growth are at work', () => {
  const numbers = runOf('august-2007', 'resilient', 2007);
  expect(numbers.counts.LoginsDeferred).toBeGreaterThan(0);
  expect(numbers).toEqual(runOf('august-2007', 'resilient', 2007, asForeign));
});
