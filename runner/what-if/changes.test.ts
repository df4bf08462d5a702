import type { Night } from '#domain/run-settings.ts';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { leafAt, leavesOf } from '../leaves.ts';
import { namedPolicy } from '../policy-choice.ts';
import { whatIfChanges } from './changes.ts';

const { full } = august2007;
if (full === undefined) throw new Error('expected a full scale');
const asItWas = { ...august2007, full };

function changed(name: string): Scenario {
  const change = whatIfChanges.find((one) => one.name === name);
  if (change === undefined) throw new Error(`expected the change ${name}`);
  return change.scenario(asItWas);
}

/** The fields of a changed scenario that are not as they were. */
function changedFields(name: string): string[] {
  const scenario = changed(name);
  const before = new Map(leavesOf(asItWas).map(({ path }) => [path.join('.'), path]));
  return leavesOf(scenario).flatMap(({ path }) => {
    const field = path.join('.');
    const old = before.get(field);
    return old !== undefined && leafAt(asItWas, old) === leafAt(scenario, path) ? [] : [field];
  });
}

test.each(whatIfChanges.map((change) => [change.name, change] as const))(
  '%s is a scenario and a policy that can be run',
  (_name, change) => {
    expect(checkScenario(change.scenario(asItWas))).toEqual([]);
    expect(namedPolicy(change.policy).id).toBe(change.policy);
  },
);

test.each([
  ['as-it-was', []],
  ['more-slots', ['full.shape.slotsPerSupernode', 'full.sizes.slotsPerSupernode']],
  ['more-headroom', ['full.sizes.headroom']],
  ['short-leases', ['full.timings.leaseMs', 'full.timings.renewEveryMs']],
  ['twice-the-heal-pace', ['full.timings.healPaceMs']],
  ['no-domino', ['full.sizes.attemptsPerMinuteMax']],
  ['gate-and-jitter', []],
])('%s changes these fields and no other: %j', (name, fields) => {
  expect(changedFields(name).sort()).toEqual(fields);
});

test('a storm that is spread over a day restarts as many in each zone', () => {
  const shareOf = ({ storm }: Scenario, zone: string) =>
    storm.nights.reduce((sum, night) => sum + shareIn(night, zone), 0);
  const spread = changed('spread-over-a-day');
  expect(spread.storm.nights).toHaveLength(48);
  for (const { label } of asItWas.storm.zones)
    expect(shareOf(spread, label)).toBeCloseTo(shareOf(asItWas, label), 12);
});

function shareIn({ restartShare }: Night, zone: string): number {
  return typeof restartShare === 'number' ? restartShare : (restartShare[zone] ?? 0);
}
