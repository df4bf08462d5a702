// Lambda stops a function that one chain of requests has invoked some sixteen times, unless it says
// that it is meant to be (facts 5.29). Log-ins that are retried, heal steps and supernodes' reports
// are such chains, of any length: stopped, they would end in the dead-letter queues. What ends them
// is the end of the run.
import { functionsInLoops } from './message-loops.ts';
import { type Resource, synthesisedStack } from './synthesised-stack.ts';

const resources: Record<string, Resource> = synthesisedStack().toJSON().Resources;

const functionIds = Object.keys(resources).filter(
  (id) => resources[id]?.Type === 'AWS::Lambda::Function',
);

const allowing = (all: Readonly<Record<string, Resource>>) =>
  Object.keys(all).filter((id) => all[id]?.Properties?.RecursiveLoop === 'Allow');

test('every function that its own messages come back to says that this is meant', () => {
  const inLoops = functionsInLoops(resources);
  expect(inLoops.length).toBeGreaterThan(0);
  expect(allowing(resources).sort()).toEqual(inLoops);
});

test('these are the consumers of the three queues', () => {
  const names = functionsInLoops(resources).map((id) => id.replace(/Function.*/, ''));
  expect(names).toEqual(['Heal', 'Login', 'Membership']);
});

test('every other function keeps the default, which stops what nobody meant', () => {
  const others = functionIds.filter((id) => !functionsInLoops(resources).includes(id));
  expect(others.length).toBeGreaterThanOrEqual(4);
  for (const id of others) expect(resources[id]?.Properties).not.toHaveProperty('RecursiveLoop');
});

describe('a loop is found', () => {
  const queueFeeding = (queue: string, id: string): Record<string, Resource> => ({
    [queue]: { Type: 'AWS::SQS::Queue', Properties: {} },
    [`${queue}To${id}`]: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
        FunctionName: { Ref: id },
      },
    },
  });
  const functionThatMay = (id: string, Action: unknown, target: string) => ({
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] } },
    },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: `${id}Role` }],
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': [target, 'Arn'] } }],
        },
      },
    },
  });

  test('of one function that sends to the queue that feeds it', () => {
    const one = {
      ...queueFeeding('Jobs', 'A'),
      ...functionThatMay('A', 'sqs:SendMessage', 'Jobs'),
    };
    expect(functionsInLoops(one)).toEqual(['A']);
  });

  test('of two by two queues, and by an invocation; who only starts it is outside', () => {
    const ring = {
      ...queueFeeding('ToA', 'A'),
      ...functionThatMay('A', ['sqs:SendMessage', 'sqs:GetQueueUrl'], 'ToB'),
      ...queueFeeding('ToB', 'B'),
      ...functionThatMay('B', 'lambda:InvokeFunction', 'C'),
      ...functionThatMay('C', 'sqs:SendMessage', 'ToA'),
      ...functionThatMay('Starter', 'sqs:SendMessage', 'ToA'),
    };
    expect(functionsInLoops(ring)).toEqual(['A', 'B', 'C']);
  });

  test('and none where the messages go on, or are only received', () => {
    const line = {
      ...queueFeeding('ToA', 'A'),
      ...functionThatMay('A', 'sqs:SendMessage', 'ToB'),
      ...queueFeeding('ToB', 'B'),
      ...functionThatMay('B', 'sqs:ReceiveMessage', 'ToA'),
    };
    expect(functionsInLoops(line)).toEqual([]);
  });
});
