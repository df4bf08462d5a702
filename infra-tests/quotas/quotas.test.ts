// The table of quotas beside what it speaks of: the page, the local cloud's own limits, which may
// import nothing, and the template.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  cellsAtOnceMax,
  cellsMax,
  dispatchTimeoutSeconds,
  placementGroupMax,
  queueLimits,
  stormDaysMax,
  stormTimeoutSeconds,
} from '#domain/limits.ts';
import { quotas } from '#domain/quotas/quotas.ts';
import { stackSettings } from '#domain/stack/stack-settings.ts';
import { cellIds } from '#domain/storm/population.ts';
import { ITEM_BYTES_MAX } from '#local-cloud/dynamodb/values/item-size.ts';
import { PAYLOAD_BYTES_MAX } from '#local-cloud/lambda/gather-batch.ts';
import { ACCOUNT_CONCURRENCY_MAX } from '#local-cloud/lambda/lambda.ts';
import { readMapping } from '#local-cloud/lambda/mapping-settings.ts';
import * as sqsLimits from '#local-cloud/sqs/limits.ts';
import { fits } from '#local-cloud/step-functions/data/state-data.ts';
import { historyEventsMax } from '#local-cloud/step-functions/history.ts';
import {
  distributedConcurrencyMax,
  inlineConcurrencyMax,
} from '#local-cloud/step-functions/states/map-state.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { QUOTAS_PAGE_PATH, quotasPage } from './quotas-page.ts';

const limitOf = (name: keyof typeof quotas): number => quotas[name].value;

test('the page says what the table says: write it anew', () => {
  expect(readFileSync(QUOTAS_PAGE_PATH, 'utf8')).toBe(quotasPage());
});

test.each(Object.entries(quotas))('%s has a page of AWS, a day and a value', (_name, quota) => {
  expect(quota.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  expect(quota.lookedUp).toMatch(/^2026-\d\d-\d\d$/);
  expect(quota.value).toBeGreaterThan(0);
});

test('the local cloud has the limits of the table', () => {
  expect({
    historyEvents: historyEventsMax,
    distributedConcurrency: distributedConcurrencyMax,
    inlineConcurrency: inlineConcurrencyMax,
    accountConcurrency: ACCOUNT_CONCURRENCY_MAX,
    payloadBytes: PAYLOAD_BYTES_MAX,
    messageBytes: sqsLimits.PAYLOAD_BYTES_MAX,
    batchEntries: sqsLimits.BATCH_ENTRIES_MAX,
    delaySeconds: sqsLimits.DELAY_SECONDS_MAX,
    inFlight: sqsLimits.IN_FLIGHT_MAX,
    visibilitySeconds: sqsLimits.VISIBILITY_SECONDS_MAX,
    retentionSeconds: sqsLimits.RETENTION_SECONDS_MAX,
    longPollSeconds: sqsLimits.WAIT_SECONDS_MAX,
    messageAttributes: sqsLimits.MESSAGE_ATTRIBUTES_MAX,
    itemBytes: ITEM_BYTES_MAX,
  }).toEqual(
    Object.fromEntries(
      [
        'historyEvents',
        'distributedConcurrency',
        'inlineConcurrency',
        'accountConcurrency',
        'payloadBytes',
        'messageBytes',
        'batchEntries',
        'delaySeconds',
        'inFlight',
        'visibilitySeconds',
        'retentionSeconds',
        'longPollSeconds',
        'messageAttributes',
        'itemBytes',
      ].map((name) => [name, limitOf(name as keyof typeof quotas)]),
    ),
  );
});

test('a state of the quota fits, and one byte more does not', () => {
  const text = (bytes: number) => 'x'.repeat(bytes);
  expect(fits(text(limitOf('stateDataBytes')))).toBe(true);
  expect(fits(text(limitOf('stateDataBytes') + 1))).toBe(false);
});

test('mappings beyond the quotas are refused', () => {
  const mapping = { EventSourceArn: 'arn:aws:sqs:us-east-1:0:q', FunctionName: 'worker' };
  const at = (batch: number, windowSeconds: number, concurrency: number) => () =>
    readMapping({
      ...mapping,
      BatchSize: batch,
      MaximumBatchingWindowInSeconds: windowSeconds,
      ScalingConfig: { MaximumConcurrency: concurrency },
    });
  const [batch, windowSeconds, most] = [
    limitOf('mappingBatch'),
    limitOf('mappingWindowSeconds'),
    limitOf('mappingConcurrency'),
  ];
  expect(at(batch, windowSeconds, most)).not.toThrow();
  expect(at(batch + 1, windowSeconds, most)).toThrow();
  expect(at(batch, windowSeconds + 1, most)).toThrow();
  expect(at(batch, windowSeconds, most + 1)).toThrow();
  expect(readMapping(mapping).concurrencyMax).toBe(limitOf('mappingConcurrencyUnlimited'));
});

test('the constants of the stack keep below what they are said to keep below', () => {
  const queues = Object.values(queueLimits);
  for (const { batchSize, batchWindowSeconds, concurrencyMax, visibilitySeconds } of queues) {
    expect(batchSize).toBeLessThanOrEqual(limitOf('mappingBatch'));
    expect(batchWindowSeconds).toBeLessThanOrEqual(limitOf('mappingWindowSeconds'));
    expect(concurrencyMax).toBeLessThanOrEqual(limitOf('mappingConcurrency'));
    expect(visibilitySeconds).toBeLessThanOrEqual(limitOf('visibilitySeconds'));
  }
  const { loginBatchSize, loginBatchWindowSeconds, loginConcurrencyMax } = stackSettings;
  expect(loginBatchSize.max).toBeLessThanOrEqual(limitOf('mappingBatch'));
  expect(loginBatchWindowSeconds.max).toBeLessThanOrEqual(limitOf('mappingWindowSeconds'));
  expect(loginConcurrencyMax.max).toBeLessThanOrEqual(limitOf('mappingConcurrency'));
  const atOnce = queues.reduce((sum, { concurrencyMax }) => sum + concurrencyMax, cellsAtOnceMax);
  expect(atOnce).toBeLessThan(limitOf('accountConcurrency'));
  expect(cellsAtOnceMax).toBeLessThanOrEqual(limitOf('distributedConcurrency'));
  expect(Math.max(stormTimeoutSeconds, dispatchTimeoutSeconds)).toBeLessThan(
    limitOf('functionSeconds'),
  );
  expect(stackSettings.memoryMb.max).toBeLessThanOrEqual(limitOf('memoryMb'));
  expect(stormDaysMax).toBeLessThan(limitOf('executionDays'));
  expect(1 + placementGroupMax).toBeLessThan(limitOf('transactionItems'));
});

test('the state of the largest run fits, with what Step Functions adds to it', () => {
  const progress = {
    runId: 'x'.repeat(64),
    waveIndex: 759,
    waveAt: new Date(0).toISOString(),
    observeSeconds: 86_400,
    next: 'observe-again',
    observations: 500,
    observationsApart: 2_000,
    onlineCount: 2e8,
    populationCount: 2e8,
    unhealthyCellCount: cellsMax,
    cells: cellIds(cellsMax),
  };
  const watch = { runId: progress.runId, next: 'keep-observing', observing: [progress] };
  const failure = { Error: 'x'.repeat(256), Cause: 'x'.repeat(32_768) };
  expect(fits(JSON.stringify({ ...watch, failure }))).toBe(true);
});

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

test('the template keeps below what it is said to keep below', () => {
  const template = readStackTemplate(resolve('cli')) as { Resources: Record<string, Resource> };
  const resources = Object.values(template.Resources);
  expect(resources.length).toBeLessThan(limitOf('stackResources') / 2);
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  for (const { Properties } of ofType('AWS::Lambda::Function')) {
    // References are resolved to names and addresses of at most some hundred bytes.
    const variables = JSON.stringify(Properties.Environment);
    expect(variables.length).toBeLessThan(limitOf('environmentBytes') / 2);
  }
  for (const { Properties } of ofType('AWS::StepFunctions::StateMachine'))
    expect(JSON.stringify(Properties).length).toBeLessThan(limitOf('definitionBytes') / 10);
});
