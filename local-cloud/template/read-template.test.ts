// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's
// own.
import type { JsonObject } from '../service.ts';
import { readTemplate } from './read-template.ts';

const here = { accountId: '123456789012', region: 'eu-west-1', stackName: 'Storm' };

const read = (Resources: JsonObject, rest: JsonObject = {}) =>
  readTemplate({ Resources, ...rest }, here);

const always = { 'Fn::Equals': ['x', 'x'] };

const aQueue = (Properties: JsonObject = {}) => ({ Type: 'AWS::SQS::Queue', Properties });

/** The value of an output, i.e. of any expression. */
const evaluate = (Value: unknown, rest: JsonObject = {}) =>
  read({ Q: aQueue() }, { ...rest, Outputs: { It: { Value } } }).outputs.It;

describe('values', () => {
  test('a queue answers with its URL to Ref and with its ARN to GetAtt', () => {
    expect(evaluate({ Ref: 'Q' })).toBe('http://local-cloud.invalid/123456789012/Storm-Q');
    const arn = 'arn:aws:sqs:eu-west-1:123456789012:Storm-Q';
    expect(evaluate({ 'Fn::GetAtt': ['Q', 'Arn'] })).toBe(arn);
    expect(evaluate({ 'Fn::GetAtt': 'Q.QueueName' })).toBe('Storm-Q');
  });

  test.each([
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 3]] }, 'a-eu-west-1-3'],
    [{ 'Fn::Sub': 'x ${AWS::Partition} ${Q.QueueName} ${!kept}' }, 'x aws Storm-Q ${kept}'],
    [{ 'Fn::Sub': ['${A}/${AWS::URLSuffix}', { A: { Ref: 'P' } }] }, 'p1/amazonaws.com'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'big'] }, '9'],
    [{ 'Fn::If': ['Here', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Nowhere', 'yes', 'no'] }, 'no'],
    [{ 'Fn::Join': ['', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'ab'],
  ])('%j is resolved to %s', (expression, expected) => {
    const rest = {
      Parameters: { P: { Type: 'String', Default: 'p1' } },
      Mappings: { Sizes: { 'eu-west-1': { big: 9 } } },
      Conditions: {
        Here: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }, always] },
        Nowhere: { 'Fn::Or': [{ 'Fn::Not': [{ Condition: 'Here' }] }, { 'Fn::Equals': [1, 2] }] },
      },
    };
    expect(evaluate(expression, rest)).toBe(expected);
  });

  test('a cycle is refused with the way it went', () => {
    const conditions = { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
    expect(() => evaluate({ 'Fn::If': ['A', 1, 2] }, { Conditions: conditions })).toThrow(
      'circular reference: A -> B -> A',
    );
    const named = (other: string) => aQueue({ QueueName: { 'Fn::GetAtt': [other, 'QueueName'] } });
    expect(() => read({ A: named('B'), B: named('A') })).toThrow(/circular reference: B -> A -> B/);
  });

  test('broken references and unknown functions are named', () => {
    expect(() => evaluate({ Ref: 'Nobody' })).toThrow(/Outputs\.It: Ref to Nobody/);
    expect(() => evaluate({ 'Fn::GetAtt': ['Q', 'Colour'] })).toThrow(/Q\.Colour.*Q\.Arn/);
    expect(() => evaluate({ 'Fn::ImportValue': 'x' })).toThrow(/Fn::ImportValue in Outputs\.It/);
    expect(() => evaluate('{{resolve:ssm:/a}}')).toThrow(/dynamic reference/);
  });

  test('an SSM parameter takes its default, with a warning, unless a value is given', () => {
    const template = {
      Resources: {},
      Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/key' } },
      Outputs: { It: { Value: { Ref: 'P' } } },
    };
    expect(readTemplate(template, here)).toMatchObject({
      outputs: { It: '/key' },
      warnings: [expect.stringContaining('parameter P is kept in SSM')],
    });
    expect(readTemplate(template, { ...here, parameters: { P: 'v' } })).toMatchObject({
      outputs: { It: 'v' },
      warnings: [],
    });
  });
});

describe('resources', () => {
  test('a stack as the CDK writes it is read with its wiring', () => {
    const stack = read(cdkStack, {
      Conditions: { CDKMetadataAvailable: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } },
      Parameters: {
        BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
      },
      Outputs: { Gone: { Value: 'x', Condition: 'CDKMetadataAvailable' } },
    });
    const dlqArn = 'arn:aws:sqs:eu-west-1:123456789012:Storm-Dlq';
    expect(stack.queues.map((queue) => queue.name)).toEqual(['Storm-Dlq', 'login']);
    expect(stack.queues[1]?.properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: dlqArn,
      maxReceiveCount: 5,
    });
    expect(stack.functions).toMatchObject([
      {
        name: 'Storm-Login1',
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:Storm-Login1',
        entry: 'functions/login.ts',
        properties: { Timeout: 10, Environment: { Variables: { TABLE: 'Storm-Table' } } },
      },
    ]);
    expect(stack.eventSourceMappings[0]?.properties).toEqual({
      EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:login',
      FunctionName: 'Storm-Login1',
      BatchSize: 10,
    });
    expect(stack.tables.map((table) => table.name)).toEqual(['Storm-Table', 'Storm-Global']);
    expect(stack.tables[1]?.properties).not.toHaveProperty('Replicas');
    expect(stack.stateMachines).toEqual([
      {
        logicalId: 'Machine',
        name: 'Storm-Machine',
        arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Storm-Machine',
        roleArn: '',
        isTraced: false,
        definition: { StartAt: 'A', Resource: stack.functions[0]?.arn, Comment: 'a "b" ${Two}' },
      },
    ]);
    expect(stack.outputs).toEqual({});
    expect(stack.ignored.map((one) => one.what)).toEqual(['Login1.Role', 'Role', 'Custom']);
    expect(stack.warnings).toEqual([expect.stringContaining('Custom (Custom::Seed) is not run')]);
  });

  test('DefinitionSubstitutions are filled into the text, and a missing one is an error', () => {
    const machine = (DefinitionSubstitutions: JsonObject) => ({
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: '{"Resource":"${fn}"}', DefinitionSubstitutions },
    });
    const definition = read({ M: machine({ fn: 'a"b' }) }).stateMachines[0]?.definition;
    expect(definition).toEqual({ Resource: 'a"b' });
    expect(() => read({ M: machine({ other: '1' }) })).toThrow(/no substitution for \$\{fn\}/);
  });

  test('what the local cloud lacks is refused by name', () => {
    expect(() => read({ B: { Type: 'AWS::S3::Bucket' } })).toThrow(/AWS::S3::Bucket \(of B\)/);
    expect(() => read({ Q: aQueue({ FifoQueue: true }) })).toThrow(/property FifoQueue of Q/);
    const express = { StateMachineType: 'EXPRESS', DefinitionString: '{}' };
    const machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: express };
    expect(() => read({ M: machine })).toThrow(/StateMachineType EXPRESS of M/);
    const replicas = { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas: [{}] } };
    expect(() => read({ T: replicas })).toThrow(/replicas of T beyond one region/);
  });
});

const cdkStack: JsonObject = {
  Dlq: aQueue({ MessageRetentionPeriod: 1209600 }),
  Queue: aQueue({
    QueueName: 'login',
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dlq', 'Arn'] }, maxReceiveCount: 5 },
    VisibilityTimeout: 60,
  }),
  Table: { Type: 'AWS::DynamoDB::Table', Properties: { BillingMode: 'PAY_PER_REQUEST' } },
  Global: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: { Replicas: [{ Region: { Ref: 'AWS::Region' } }] },
  },
  Login1: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Timeout: 10,
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Environment: { Variables: { TABLE: { Ref: 'Table' } } },
    },
    Metadata: { 'local-cloud:entry': 'functions/login.ts' },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      FunctionName: { Ref: 'Login1' },
      BatchSize: 10,
    },
  },
  Role: { Type: 'AWS::IAM::Role', Properties: { Path: { 'Fn::Cidr': [] } } },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: {
        'Fn::Join': [
          '',
          [
            '{"StartAt":"A","Comment":"a \\"b\\" ${Two}","Resource":"',
            { 'Fn::GetAtt': ['Login1', 'Arn'] },
            '"}',
          ],
        ],
      },
    },
  },
  Custom: { Type: 'Custom::Seed', Properties: {} },
  CDKMetadata: {
    Type: 'AWS::CDK::Metadata',
    Properties: { Analytics: 'x' },
    Condition: 'CDKMetadataAvailable',
  },
};
