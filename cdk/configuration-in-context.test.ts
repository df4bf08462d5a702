import { spawnSync } from 'node:child_process';
import { readConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { pinnedNode } from '#testing/cli/child-command.ts';
import { configurationIn } from './configuration-in-context.ts';
import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

test('contexts of others leave the stack as it is', () => {
  const context = { '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [] };
  expect(configurationIn(context)).toEqual(usualConfiguration);
});

test('a context sets its setting', () => {
  expect(configurationIn({ 'rebootstorm:memoryMb': '512' })).toEqual({
    ...usualConfiguration,
    memoryMb: 512,
  });
});

test('a name that is no setting is refused with the nearest', () => {
  expect(() => configurationIn({ 'rebootstorm:memorymb': 512 })).toThrow(
    /no setting memorymb. Did you mean -c rebootstorm:memoryMb=/,
  );
});

test('a setting without the prefix is refused, since nobody would hear it', () => {
  expect(() => configurationIn({ memoryMb: '512' })).toThrow(
    /memoryMb would be heard by nobody. Did you mean -c rebootstorm:memoryMb=/,
  );
  expect(() => configurationIn({ tracing: 'off' })).toThrow(/rebootstorm:tracing/);
});

test('a value that a setting does not take is refused, and so is a kind of queue', () => {
  expect(() => configurationIn({ 'rebootstorm:memoryMb': '12' })).toThrow(/128 to 10240 MB/);
  expect(() => configurationIn({ 'rebootstorm:queueKind': 'fifo' })).toThrow(/DelaySeconds/);
});

test('whoever deploys reads the words alone, without where they were said', () => {
  const context = JSON.stringify({ 'rebootstorm:memryMb': '512' });
  const env = { ...process.env, CDK_CONTEXT_JSON: context };
  const { status, stderr } = spawnSync(pinnedNode, ['cdk/app.ts'], { encoding: 'utf8', env });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: The stack has no setting memryMb\. Did you mean .*\n$/);
}, 60_000);

describe('a stack of another configuration', () => {
  const read = readConfiguration({
    loginBatchSize: 10,
    loginBatchWindowSeconds: 0,
    membershipBatchWindowSeconds: 20,
    loginConcurrencyMax: 7,
    memoryMb: 512,
    architecture: 'x86',
    tableBilling: 'provisioned',
    tableReadUnits: 30,
    tableWriteUnits: 20,
    mapChildren: 'express',
    logLevel: 'warn',
    tracing: 'on',
    metrics: 'all',
  });
  if (read.kind === 'refused') throw new Error(read.problems.join());
  const template = synthesisedStack(read.configuration);

  test('has the mappings and the visibility that follow from it', () => {
    const [, mapping] = resourceNamed(template, 'AWS::Lambda::EventSourceMapping', 'LoginFunction');
    expect(mapping.Properties).toMatchObject({
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ScalingConfig: { MaximumConcurrency: 7 },
    });
    const [, queue] = resourceNamed(template, 'AWS::SQS::Queue', 'MembershipQueue');
    expect(queue.Properties.VisibilityTimeout).toBe(140);
    const [, observe] = resourceNamed(template, 'AWS::Lambda::Function', 'ObserveFunction');
    const { Variables } = observe.Properties.Environment;
    expect(Variables.MEMBERSHIP_VISIBILITY_SECONDS).toBe('140');
  });

  test('has functions of that size on that processor, which say so much and are traced', () => {
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Lambda::Function'))) {
      expect(Properties).toMatchObject({ MemorySize: 512, Architectures: ['x86_64'] });
      expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
      const { POWERTOOLS_LOG_LEVEL, PUBLISHED_METRICS } = Properties.Environment.Variables;
      expect([POWERTOOLS_LOG_LEVEL, PUBLISHED_METRICS]).toEqual(['WARN', 'all']);
    }
    const [, machine] = resourceNamed(template, 'AWS::StepFunctions::StateMachine', 'RebootStorm');
    expect(machine.Properties.TracingConfiguration).toEqual({ Enabled: true });
  });

  test('reserves the units, for the table and once more for its index', () => {
    const [, table] = resourceNamed(template, 'AWS::DynamoDB::Table', 'Network');
    const reserved = { ReadCapacityUnits: 30, WriteCapacityUnits: 20 };
    expect(table.Properties).not.toHaveProperty('BillingMode', 'PAY_PER_REQUEST');
    expect(table.Properties.ProvisionedThroughput).toEqual(reserved);
    const [index] = table.Properties.GlobalSecondaryIndexes;
    expect(index.ProvisionedThroughput).toEqual(reserved);
  });

  test('dispatches in Express children, and observes apart in a Standard one', () => {
    const [, machine] = resourceNamed(template, 'AWS::StepFunctions::StateMachine', 'RebootStorm');
    const text = JSON.stringify(machine.Properties.DefinitionString);
    expect(text.match(/EXPRESS/g)).toHaveLength(1);
    expect(text.match(/ExecutionType\\*":\\*"STANDARD/g)).toHaveLength(1);
  });
});
