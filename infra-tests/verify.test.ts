// The promise that the clouds agree, at a size that CI affords; the full size is `npm run verify`.
// Seeds are few here, so what chance hardly moves may not even be unsure.

import { resolve } from 'node:path';
import { verificationTable } from '#cli/verify/format-verify.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { median } from '#runner/over-seeds.ts';
import { policySource } from '#runner/policy-choice.ts';
import { compareMeasured } from '#runner/verify/compare-measured.ts';
import type { MeasuredElsewhere } from '#runner/verify/measured.ts';
import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { verifyClouds } from '#runner/verify/verify-clouds.ts';

const template = readStackTemplate(resolve('cli'));
const drillSeeds = [1, 2, 3, 4, 5, 6, 7, 8];

function verify(
  scenario: string,
  policies: readonly string[],
  seeds: readonly number[],
  nodes = 500,
) {
  return verifyClouds({
    scenario,
    nodes,
    policies: policies.map(policySource),
    seeds,
    against: 'twin',
    template,
    workerPath: null,
    onRun: () => {},
  });
}

/** What three storms of days show well, each beside the same storm in the other cloud. */
const held = [
  'LoginAttempts',
  'LoginsPlaced',
  'NodesRestarted',
  'MessagesHandled',
  'HealSteps',
  'LeasesRenewed',
  'sqs.requests',
  'sqs.emptyReceives',
  'sqs.standardRequests',
  'lambda.requests',
  'lambda.gbSeconds',
  'lambda.armGbSeconds',
  'logs.bytes',
  'cloudwatch.metricHours',
  'secretsManager.secretHours',
  'dynamodb.requests',
  'dynamodb.readUnits',
  'dynamodb.writeUnits',
  'dynamodb.writeUnits.table',
  'dynamodb.writeUnits.transactional',
  'dynamodb.storageByteHours',
];

/**
 * The lines of the table that show a disagreement, so that a failure shows what it is.
 * @param neverUnsure of these not even chance is an excuse
 */
function disagreements(verified: VerifiedPolicy, neverUnsure: readonly string[]): string[] {
  const { rows, violations } = verified.comparison;
  const bad = rows.filter(
    ({ name, verdict }) =>
      ['outside', 'missing'].includes(verdict) ||
      (verdict === 'unsure' && neverUnsure.includes(name)),
  );
  const lines = verificationTable(verified).split('\n');
  const reported = bad.map(({ name }) => lines.find((line) => line.startsWith(name)) ?? name);
  return [...reported, ...violations];
}

/**
 * How far the twin is from the local cloud, as the middle of what each seed says: one storm of
 * three may tip otherwise there, which says nothing of the others.
 */
function pairedDistance({ runs }: VerifiedPolicy, name: string): number {
  const of = (run: MeasuredElsewhere | undefined) =>
    run?.counts[name] ?? run?.meters[name] ?? Number.NaN;
  return median(runs.local.map((local, at) => of(runs.other[at]) / of(local) - 1));
}

/** Meters that only one of the clouds has, in whichever of the runs, unless it never moved. */
function metersOfOneAlone({ runs: { local, other } }: VerifiedPolicy): string[] {
  const namesOf = (runs: readonly MeasuredElsewhere[], least: number) =>
    new Set(
      runs.flatMap(({ meters }) =>
        Object.entries(meters).flatMap(([name, quantity]) => (quantity >= least ? [name] : [])),
      ),
    );
  const [onLocal, onTwin] = [namesOf(local, 0), namesOf(other, 0)];
  // The twin names what it has never counted; the local cloud does not.
  const moved = namesOf(other, Number.MIN_VALUE);
  const alone = (names: Set<string>, others: Set<string>) =>
    [...names].filter((name) => !others.has(name));
  return [...alone(onLocal, onTwin), ...alone(moved, onLocal)];
}

test('a drill comes to the same counts and meters, and another is noticed', async () => {
  const [legacy, resilient] = await verify('drill', ['legacy-2007', 'resilient'], drillSeeds);
  if (legacy === undefined || resilient === undefined) throw new Error('expected both');
  for (const one of [legacy, resilient]) {
    expect(disagreements(one, ['NodesRestarted', 'HealSteps', 'dynamodb.writeUnits'])).toEqual([]);
    expect(one.comparison.endedAlikeCount).toBe(drillSeeds.length);
    expect(metersOfOneAlone(one)).toEqual([]);
  }
  const options = { nodeCount: 500, observeEveryMs: 5_000, excuseOf: () => null };
  const { rows } = compareMeasured(resilient.runs.local, legacy.runs.other, options);
  const outside = rows.filter(({ verdict }) => verdict === 'outside').map(({ name }) => name);
  expect(outside).toEqual(
    expect.arrayContaining(['LoginAttempts', 'sqs.requests', 'healed after', 'Promotions']),
  );
});

test('August 2007 fails and heals alike in both, and asks about as often', async () => {
  const seeds = [2, 3, 4];
  const verified = await verify('august-2007', ['legacy-2007', 'resilient'], seeds, 300);
  for (const one of verified) {
    expect(disagreements(one, [])).toEqual([]);
    // Of eight seeds one ends late on one cloud and in time on the other, by a client or two.
    expect(one.comparison.endedAlikeCount).toBeGreaterThanOrEqual(seeds.length - 1);
    const far = held.filter((name) => !(Math.abs(pairedDistance(one, name)) < 0.12));
    expect(far).toEqual([]);
  }
});
