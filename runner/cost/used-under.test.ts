import { readConfiguration, type SettingWords } from '#domain/stack/stack-configuration.ts';
import { runOrder } from '../order-runner.ts';
import { policySource } from '../policy-choice.ts';
import type { RunResult } from '../result.ts';
import { usedUnder } from './used-under.ts';

function configured(words: SettingWords) {
  const read = readConfiguration(words);
  if (read.kind === 'refused') throw new Error(read.problems.join());
  return read.configuration;
}

async function drillUnder(words: SettingWords): Promise<RunResult> {
  const order = {
    cloud: 'twin',
    scenario: 'drill',
    policy: policySource('resilient'),
    seed: 3,
    nodeCount: 100,
    scale: 'embedded',
    retries: 'executed',
    configuration: configured(words),
  } as const;
  return (await runOrder(order, () => {})).run;
}

/** Only meters that are billed: others, such as `lambda.gbSeconds`, are details of these. */
function billed(meters: Readonly<Record<string, number>>) {
  return Object.entries(meters).filter(([name]) =>
    /^(lambda\.(arm|x86)GbSeconds|dynamodb\.\w*Unit\w*)$/.test(name),
  );
}

test('four times the memory is four times the GB-seconds, on the processor that was chosen', () => {
  const meters = { 'lambda.armGbSeconds': 8, 'sqs.standardRequests': 3 };
  const phases = [{ phase: 'storm' as const, fromMs: 0, toMs: 1_000, meters }];
  const run = { meters, phases, counts: {}, loginsPlaced: 1 };
  const worked = usedUnder(run, configured({ memoryMb: 1024, architecture: 'x86' }));
  expect(worked.meters).toEqual({ 'lambda.x86GbSeconds': 32, 'sqs.standardRequests': 3 });
  expect(worked.phases[0]?.meters).toEqual(worked.meters);
});

test('a provisioned table is billed by the hour and not by the request', async () => {
  const words = { tableBilling: 'provisioned', tableReadUnits: 40, tableWriteUnits: 30 };
  const usual = await drillUnder({});
  const worked = usedUnder(usual, configured(words));
  const hours = (usual.endMs - usual.startMs) / 3_600_000;
  // The table and its index.
  expect(worked.meters['dynamodb.provisionedReadUnitHours']).toBeCloseTo(2 * 40 * hours, 6);
  expect(worked.meters['dynamodb.provisionedWriteUnitHours']).toBeCloseTo(2 * 30 * hours, 6);
  expect(worked.meters).not.toHaveProperty(['dynamodb.writeUnits']);
  const ofPhases = worked.phases.map(({ meters }) => meters['dynamodb.provisionedReadUnitHours']);
  const sum = ofPhases.reduce((total = 0, one) => total + (one ?? 0), 0);
  expect(sum).toBeCloseTo(2 * 40 * hours, 6);
});

test('the usual settings change nothing', async () => {
  const usual = await drillUnder({});
  expect(billed(usedUnder(usual, configured({})).meters)).toEqual(billed(usual.meters));
});
