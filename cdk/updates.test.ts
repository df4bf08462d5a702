// What an update of a stack must not replace, or everything in it is lost: whatever holds messages,
// records or keys, and the state machine, whose executions would end with it.
import { readConfiguration, type SettingWords } from '#domain/stack/stack-configuration.ts';
import { type Deployment, usualDeployment } from './deployment-in-context.ts';
import { synthesisedStack } from './synthesised-stack.ts';

/**
 * By type, the properties with which CloudFormation makes a resource anew ("Update requires:
 * Replacement" in its template reference).
 */
const replacedBy: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::SecretsManager::Secret': ['Name'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
};

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }
    >
  >;
}

/** Each resource that holds something, with what would replace it. */
function holding(settings: SettingWords = {}, deployment: Partial<Deployment> = {}) {
  const read = readConfiguration(settings);
  if (read.kind === 'refused') throw new Error(read.problems.join('\n'));
  const stack = synthesisedStack(read.configuration, { ...usualDeployment, ...deployment });
  const { Resources } = stack.toJSON() as Template;
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const names = replacedBy[Type];
      if (names === undefined) return [];
      return [[id, Object.fromEntries(names.map((name) => [name, Properties[name] ?? null]))]];
    }),
  );
}

/** By these ids stacks that stand are updated. Whoever changes one deletes what it holds. */
const ids = [
  'HealDeadLetters6B29B3BA',
  'HealQueue7D3230E2',
  'IdentityKeyF50EF652',
  'LoginDeadLetters4732EC4E',
  'LoginQueueC06F1423',
  'MembershipDeadLettersEC4FF6B6',
  'MembershipQueueF061548C',
  'Network1C6012B5',
  'Quarantine23FF09FE',
  'RebootStorm2C6230D8',
  'TurnKey0340A627',
];

test('a release keeps the logical ids of what holds something', () => {
  expect(Object.keys(holding()).sort()).toEqual(ids);
});

test.each<[string, SettingWords, Partial<Deployment>]>([
  ['other batches', { loginBatchSize: '10', loginBatchWindowSeconds: '1' }, {}],
  ['other functions', { memoryMb: '512', architecture: 'x86', logLevel: 'debug' }, {}],
  ['reserved units', { tableBilling: 'provisioned' }, {}],
  ['express children', { mapChildren: 'express', tracing: 'on', metrics: 'all' }, {}],
  ['a rotation of keys', { keyRotation: 'on' }, {}],
  ['prod', {}, { environment: 'prod' }],
  ['a time to live', {}, { endsAtMs: Date.UTC(2026, 11, 1) }],
  ['a role that is there', {}, { role: 'LabRole' }],
  ['a key of its own', {}, { customerKey: 'create' }],
])('%s are set on a stack that stands, and replace nothing that it holds', (_title, ...how) => {
  expect(holding(...how)).toEqual(holding());
});
