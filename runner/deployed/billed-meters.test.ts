import type { StackPart } from '#adapters/stack/stack-parts.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import { MeterTotals } from '#twin/meters/meter-totals.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { billedMeters } from './billed-meters.ts';

const part = (type: string, properties: StackPart['properties'] = {}): StackPart => ({
  type,
  physicalId: 'x',
  properties,
});

type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: StackPart['properties'] }>
>;

test('our own stack is billed by just the meters that a run of it has', () => {
  const { Resources } = readStackTemplate('cli') as { readonly Resources: Resources };
  const parts = Object.values(Resources).map((one) => part(one.Type, one.Properties));
  const named = new MeterTotals(usualConfiguration).names();
  // Children of a map state are Standard executions, unless the stack is told otherwise.
  const isNever = (name: string) => name.startsWith('stepFunctions.express');
  expect(billedMeters(parts)).toEqual(
    billableMeterNames.filter((name) => named.includes(name) && !isNever(name)),
  );
});

test.each([
  ['AWS::SQS::Queue', { FifoQueue: true }, ['sqs.fifoRequests']],
  ['AWS::Lambda::EventSourceMapping', {}, []],
  [
    'AWS::Lambda::EventSourceMapping',
    { ProvisionedPollerConfig: { MinimumPollers: 2 } },
    ['lambda.pollerHours'],
  ],
  [
    'AWS::Lambda::Function',
    { TracingConfig: { Mode: 'Active' } },
    [
      'lambda.requests',
      'lambda.x86GbSeconds',
      'logs.bytes',
      'cloudwatch.metricHours',
      'xray.traces',
    ],
  ],
  [
    'AWS::DynamoDB::Table',
    { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    [
      'dynamodb.provisionedWriteUnitHours',
      'dynamodb.provisionedReadUnitHours',
      'dynamodb.storageByteHours',
      'dynamodb.recoveryByteHours',
    ],
  ],
  [
    'AWS::StepFunctions::StateMachine',
    { StateMachineType: 'EXPRESS' },
    ['stepFunctions.expressRequests', 'stepFunctions.expressGbSeconds'],
  ],
  [
    'AWS::StepFunctions::StateMachine',
    { DefinitionString: { 'Fn::Join': ['', ['{"ExecutionType":"EXPRESS"}', { Ref: 'X' }]] } },
    [
      'stepFunctions.transitions',
      'stepFunctions.expressRequests',
      'stepFunctions.expressGbSeconds',
    ],
  ],
  ['AWS::CloudWatch::Dashboard', {}, ['cloudwatch.dashboardHours']],
  ['AWS::IAM::Role', {}, []],
])('%s with %j is billed by %j', (type, properties, meters) => {
  expect(billedMeters([part(type, properties)])).toEqual(meters);
});
