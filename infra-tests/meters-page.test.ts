// docs/meters.md against the code: every meter has a row, with the clouds that have it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCountedOn, meterNames } from '#cli/columns/meter-names.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { functionNames } from '#domain/stack-names.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { standingCharge } from '#local-cloud/template/standing-charges.ts';
import { billableMeterNames, billableMeters } from '#pricing/billable-meters.ts';
import { metricSources } from '#runner/deployed/metric-sources.ts';
import { runPolicy } from '#runner/local/run-policy.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { policySource } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { MeterTotals } from '#twin/meters/meter-totals.ts';

/** A row of one of the page's tables. */
interface Row {
  readonly name: string;
  readonly unit: string;
  readonly clouds: string;
}

const page = readFileSync('docs/meters.md', 'utf8');
const billed = rowsBelow('## What is billed');
const details = rowsBelow('## What explains them');
const rows = [...billed, ...details];

function rowsBelow(heading: string): Row[] {
  const [, below = ''] = page.split(heading);
  const [table = ''] = below.split('\n## ');
  return [...table.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = '', cells = '']) => {
    const [unit = '', , clouds = ''] = cells.split(' | ');
    return { name, unit, clouds };
  });
}

/** The names of the rows that claim a cloud, a function's meters under their placeholder. */
function namesOn(cloud: string): string[] {
  return rows.filter(({ clouds }) => claims(clouds, cloud)).map(({ name }) => name);
}

function claims(clouds: string, cloud: string): boolean {
  const [named = ''] = clouds.split(/[:;]/);
  return named.split(', ').includes(cloud);
}

/** As the page has it. */
function placeheld(name: string): string {
  const ofFunction = functionNames.find((one) => name.endsWith(`.${one}`));
  if (ofFunction !== undefined) return name.replace(ofFunction, '<function>');
  return name.replace(/^faults\..*/, 'faults.<kind>').replace(/^sqs\.[A-Z].*/, 'sqs.<operation>');
}

const distinct = (names: readonly string[]) => [...new Set(names.map(placeheld))].sort();

test('each billed meter has one row, in the order of a bill, with the unit that is priced', () => {
  expect(billed.map(({ name, unit }) => [name, unit])).toEqual(
    billableMeterNames.map((name) => [name, billableMeters[name].pricedUnit]),
  );
  const names = rows.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the twin has what the page says, and nothing else', () => {
  const configurations = [
    usualConfiguration,
    { ...usualConfiguration, architecture: 'x86' as const, tracing: 'on' as const },
    { ...usualConfiguration, tableBilling: 'provisioned' as const },
  ];
  const named = configurations.flatMap((one) => new MeterTotals(one).names());
  expect(distinct(named)).toEqual(namesOn('twin').sort());
});

test.each(['local', 'twin'] as const)('thresholds know what the %s cloud counts', (cloud) => {
  const counted = meterNames.filter((name) => isCountedOn(cloud, name));
  expect(distinct(counted)).toEqual(namesOn(cloud).sort());
  expect(distinct(meterNames)).toEqual(rows.map(({ name }) => name).sort());
});

test('a run on the local cloud has no meter that the page does not give it', async () => {
  const order = {
    scenario: drill,
    policy: policySource('legacy-2007'),
    seed: 7,
    nodeCount: 60,
    faults: parseFaults('default,crash=0.01,lostAck=0.01'),
    template: readStackTemplate(resolve('cli'), { ...usualConfiguration, tracing: 'on' }),
  };
  const { run } = await runPolicy(order, () => {});
  const onPage = namesOn('local');
  expect(distinct(Object.keys(run.meters)).filter((name) => !onPage.includes(name))).toEqual([]);
});

test('on a deployed stack is seen what CloudWatch has of a part of one, and what stands', () => {
  const properties = {
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [{ IndexName: 'one' }],
  };
  const types = [
    'AWS::Lambda::Function',
    'AWS::SQS::Queue',
    'AWS::DynamoDB::Table',
    'AWS::StepFunctions::StateMachine',
    'AWS::Logs::LogGroup',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::SecretsManager::Secret',
    'AWS::KMS::Key',
  ];
  const seen = types.flatMap((type) =>
    [
      ...metricSources({ type, physicalId: 'x', properties }).flatMap(({ meters }) => meters),
      standingCharge(type, properties)?.meter ?? [],
    ].flat(),
  );
  expect(distinct([...seen, 'cloudwatch.metricHours'])).toEqual(namesOn('deployed').sort());
});
