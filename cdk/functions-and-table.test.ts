import { existsSync } from 'node:fs';
import { dispatchTimeoutSeconds, queueLimits, stormTimeoutSeconds } from '#domain/limits.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const template = synthesisedStack();
const functions = Object.entries(resourcesOf(template, 'AWS::Lambda::Function'));

/** The functions that a queue feeds; the others are states of the storm. */
const consumers = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
  ({ Properties }) => Properties.FunctionName.Ref,
);

function timeoutSecondsOf(id: string): number {
  if (consumers.includes(id)) return queueLimits.login.functionTimeoutSeconds;
  return id.startsWith('DispatchCell') ? dispatchTimeoutSeconds : stormTimeoutSeconds;
}

describe.each(functions)('%s', (id, { Properties, Metadata }) => {
  test('says which file its code is, and the file exists', () => {
    const entry = String(Metadata?.['local-cloud:entry']);
    expect(entry).toMatch(/^functions\/[a-z-]+\.ts$/);
    expect(existsSync(entry)).toBe(true);
  });

  test('runs on Node 24 on Arm, within the limits that the model knows', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: usualConfiguration.memoryMb,
      Timeout: timeoutSecondsOf(id),
    });
  });

  test('is not traced, and publishes the core of its metrics', () => {
    expect(Properties).not.toHaveProperty('TracingConfig');
    expect(Properties.Environment.Variables.PUBLISHED_METRICS).toBe('core');
  });

  test('knows the table and the queues by name', () => {
    expect(Object.keys(Properties.Environment.Variables)).toEqual(
      expect.arrayContaining([
        'TABLE_NAME',
        'MEMBERSHIP_QUEUE_URL',
        'LOGIN_QUEUE_URL',
        'HEAL_QUEUE_URL',
        'QUARANTINE_QUEUE_URL',
      ]),
    );
  });

  test('has a log of its own that ends with the stack and does not grow for ever', () => {
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup');
    const log = logs[Properties.LoggingConfig.LogGroup.Ref];
    expect(log?.Properties.RetentionInDays).toBe(14);
    expect(log?.DeletionPolicy).toBe('Delete');
  });
});

test('no two functions share their code', () => {
  const entries = functions.map(([, { Metadata }]) => Metadata?.['local-cloud:entry']);
  expect(new Set(entries).size).toBe(entries.length);
});

describe('the table', () => {
  const [, table] = resourceNamed(template, 'AWS::DynamoDB::Table', 'Network');
  const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' });
  const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' });

  test('is the only one, keyed by cell and item', () => {
    expect(Object.keys(resourcesOf(template, 'AWS::DynamoDB::Table'))).toHaveLength(1);
    expect(table.Properties.KeySchema).toEqual([hash('pk'), range('sk')]);
  });

  test('costs nothing while nobody uses it', () => {
    expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table.Properties).not.toHaveProperty('ProvisionedThroughput');
  });

  test('lets the counters of past windows expire', () => {
    const expiry = { AttributeName: 'expiresAtSeconds', Enabled: true };
    expect(table.Properties.TimeToLiveSpecification).toEqual(expiry);
  });

  test('has one index, sparse by its key, with what heal needs to know of a candidate', () => {
    expect(table.Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'candidates',
        KeySchema: [hash('candidateCell'), range('sk')],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['nodeId', 'epoch', 'home', 'claimedSlots'],
        },
      },
    ]);
  });
});

test('nothing is left behind, and nothing is billed, once the stack is gone', () => {
  for (const type of ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup'])
    for (const { DeletionPolicy } of Object.values(resourcesOf(template, type)))
      expect(DeletionPolicy).toBe('Delete');
});

test('whoever deploys sees where everything is', () => {
  expect(Object.keys(template.findOutputs('*')).sort()).toEqual(
    [
      'TableName',
      'StateMachineArn',
      'QuarantineQueueUrl',
      'MembershipQueueUrl',
      'LoginQueueUrl',
      'HealQueueUrl',
      'MembershipDeadLettersUrl',
      'LoginDeadLettersUrl',
      'HealDeadLettersUrl',
    ].sort(),
  );
});
