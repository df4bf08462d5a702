import { configurationIn } from './configuration-in-context.ts';
import { deploymentIn, usualDeployment } from './deployment-in-context.ts';
import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const nowMs = Date.UTC(2026, 10, 30, 8);
const labRole = 'arn:aws:iam::123456789012:role/LabRole';

test('nothing said is dev, for ever, with roles of its own', () => {
  expect(deploymentIn({}, nowMs)).toEqual(usualDeployment);
});

test('environment, time to live and role are read', () => {
  const said = { 'rebootstorm:ttl': '4h', 'rebootstorm:role': labRole };
  expect(deploymentIn(said, nowMs)).toEqual({
    environment: 'dev',
    endsAtMs: Date.UTC(2026, 10, 30, 12),
    role: labRole,
    customerKey: null,
  });
  expect(deploymentIn({ 'rebootstorm:environment': 'prod' }, nowMs).environment).toBe('prod');
});

test.each([
  [{ 'rebootstorm:environment': 'test' }, /environment=test is neither dev .* nor prod/],
  [{ 'rebootstorm:ttl': '4 h' }, /ttl=4 h is no time to live: .* such as 4h/],
  [{ 'rebootstorm:ttl': '14m' }, /from 15m to 30d/],
  [{ 'rebootstorm:ttl': '31d' }, /from 15m to 30d/],
  [{ 'rebootstorm:role': 'arn:aws:iam::1:role/x' }, /neither the name of a role/],
  [{ 'rebootstorm:environment': 'prod', 'rebootstorm:ttl': '4h' }, /Give one of them/],
  [
    { 'rebootstorm:customerKey': 'yes' },
    /customerKey=yes is neither create .* nor the ARN of a key/,
  ],
  [{ 'rebootstorm:customerKey': 'arn:aws:kms:us-east-1:123456789012:alias/x' }, /ARN of a key/],
])('%j is refused with what would do', (context, words) => {
  expect(() => deploymentIn(context, nowMs)).toThrow(words);
});

test('they are no settings, and a wrong name is refused with the nearest', () => {
  const said = { 'rebootstorm:ttl': '4h', 'rebootstorm:role': labRole };
  expect(configurationIn(said)).toEqual(configurationIn({}));
  expect(() => configurationIn({ 'rebootstorm:enviroment': 'prod' })).toThrow(
    /Did you mean -c rebootstorm:environment=/,
  );
  expect(() => configurationIn({ ttl: '4h' })).toThrow(/Did you mean -c rebootstorm:ttl=/);
});

describe('dev', () => {
  test('leaves nothing behind', () => {
    const { Resources } = synthesisedStack().toJSON();
    const kept = Object.entries(Resources as Record<string, { DeletionPolicy?: string }>).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete',
    );
    expect(kept).toEqual([]);
  });
});

describe('prod', () => {
  const template = synthesisedStack(undefined, { ...usualDeployment, environment: 'prod' });

  test('keeps its table, which can be recovered, its logs and what was put aside', () => {
    const [, table] = resourceNamed(template, 'AWS::DynamoDB::Table', 'Network');
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    for (const { DeletionPolicy } of Object.values(resourcesOf(template, 'AWS::Logs::LogGroup')))
      expect(DeletionPolicy).toBe('Retain');
    const queues = Object.entries(resourcesOf(template, 'AWS::SQS::Queue'));
    const kept = queues.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    expect(kept.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'HealDeadLetters',
      'LoginDeadLetters',
      'MembershipDeadLetters',
      'Quarantine',
    ]);
  });
});

describe('with a time to live', () => {
  const endsAtMs = Date.UTC(2026, 10, 30, 12, 30);
  const template = synthesisedStack(undefined, { ...usualDeployment, endsAtMs });

  test('a schedule deletes the stack at that time, and no other stack', () => {
    const [, schedule] = resourceNamed(template, 'AWS::Scheduler::Schedule', 'SelfDestruction');
    const [roleId, role] = resourceNamed(template, 'AWS::IAM::Role', 'SelfDestruction');
    const stackId = { Ref: 'AWS::StackId' };
    expect(schedule.Properties).toMatchObject({
      ScheduleExpression: 'at(2026-11-30T12:30:00)',
      ScheduleExpressionTimezone: 'UTC',
      Target: {
        RoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] },
        Input: { 'Fn::Join': ['', ['{"StackName":"', stackId, '"}']] },
      },
    });
    expect(JSON.stringify(schedule.Properties.Target.Arn)).toContain(
      ':scheduler:::aws-sdk:cloudformation:deleteStack',
    );
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toMatchObject([
      { Principal: { Service: 'scheduler.amazonaws.com' }, Condition: expect.anything() },
    ]);
    const [, policy] = resourceNamed(template, 'AWS::IAM::Policy', 'SelfDestruction');
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'cloudformation:DeleteStack', Resource: stackId },
    ]);
  });

  test('without one there is no schedule', () => {
    expect(resourcesOf(synthesisedStack(), 'AWS::Scheduler::Schedule')).toEqual({});
  });
});

describe('with a role that is there', () => {
  const deployment = { ...usualDeployment, endsAtMs: nowMs, role: 'LabRole' };
  const template = synthesisedStack(undefined, deployment);

  test('the stack has nothing of IAM', () => {
    const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('AWS::IAM::'))).toEqual([]);
    expect(types).toContain('AWS::Lambda::EventSourceMapping');
  });

  test('functions, state machine and schedule have that role', () => {
    const isIt = (role: unknown) => expect(JSON.stringify(role)).toContain(':role/LabRole"');
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Lambda::Function')))
      isIt(Properties.Role);
    const [, machine] = resourceNamed(template, 'AWS::StepFunctions::StateMachine', 'RebootStorm');
    isIt(machine.Properties.RoleArn);
    const [, schedule] = resourceNamed(template, 'AWS::Scheduler::Schedule', 'SelfDestruction');
    isIt(schedule.Properties.Target.RoleArn);
  });
});
