// What the rules of cdk-nag find in the stacks and is right all the same: each finding alone, with
// the reason. infra-tests/security/ holds this list against what is found.
import { type CfnElement, type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { BudgetStack } from './budget-stack.ts';
import type { RebootstormStack } from './rebootstorm-stack.ts';

/** A finding: the path below the stack to its construct or owner, the rule, and why it stays. */
export interface AcknowledgedFinding {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** The stack's functions by their ids in it, without the part that all of them have. */
const consumers = ['Membership', 'Login', 'Heal'] as const;
const ofStorm = ['PlanStorm', 'DispatchCell', 'Observe', 'ReportStorm'] as const;

/** Every finding in a stack of the app. */
export function acknowledgedFindings(
  stack: RebootstormStack | BudgetStack,
): readonly AcknowledgedFinding[] {
  return stack instanceof BudgetStack ? [] : ofNetwork(stack);
}

function ofNetwork(stack: RebootstormStack): readonly AcknowledgedFinding[] {
  return [
    ...ofQueues(),
    ...consumers.flatMap(ofConsumer),
    ...[...consumers, ...ofStorm].flatMap(ofFunction),
    ...ofStateMachine(stack),
    ...(stack.deployment.role === null ? ofMachinesRole(stack) : []),
    ...(stack.configuration.tracing === 'on' ? ofTraces(stack) : ofNoTraces()),
    ...(stack.deployment.environment === 'dev' ? ofThrownAwayTable() : []),
    ...(stack.configuration.keyRotation === 'on' ? ofRotation(stack) : ofKeys()),
  ];
}

/** Acknowledges them, so that whoever runs the rules sees only what is new. */
export function acknowledgeFindings(stack: RebootstormStack | BudgetStack): void {
  for (const { path, id, reason } of acknowledgedFindings(stack))
    Validations.of(constructAt(stack, path)).acknowledge({ id, reason });
}

function ofQueues(): AcknowledgedFinding[] {
  const deadLetters = consumers.map((name) => `${name}/DeadLetters/Resource`);
  const isTheEnd = 'It is where messages end: nothing consumes it, so that nothing can fail.';
  return [
    { path: 'Quarantine/Resource', id: 'AwsSolutions-SQS3', reason: isTheEnd },
    ...[...deadLetters, 'Quarantine/Resource'].map((path) => ({
      path,
      id: 'Serverless-SQSRedrivePolicy',
      reason: isTheEnd,
    })),
  ];
}

function ofConsumer(name: (typeof consumers)[number]): AcknowledgedFinding[] {
  return [
    {
      path: `${name}Function`,
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda takes no destination for a mapping of a queue: what fails stays in the queue, ' +
        "whose own redrive policy takes it to the queue's dead letters.",
    },
  ];
}

function ofFunction(name: string): AcknowledgedFinding[] {
  const path = `${name}Function/Resource`;
  return [
    {
      path,
      id: 'Serverless-LambdaDLQ',
      reason:
        'A dead-letter queue of the function takes only what was invoked asynchronously. This ' +
        'one is invoked by a mapping or a state machine, and both try again by themselves.',
    },
  ];
}

function ofThrownAwayTable(): AcknowledgedFinding[] {
  return [
    {
      path: 'Network/Resource',
      id: 'AwsSolutions-DDB3',
      reason:
        'A run can be repeated from its seed, so its table is worth nothing once the stack is ' +
        'gone. rebootstorm:environment=prod has recovery to a point in time.',
    },
  ];
}

function ofStateMachine(stack: RebootstormStack): AcknowledgedFinding[] {
  const machine = logicalIdAt(stack, 'RebootStorm/Resource');
  const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${machine}"}]}]}`;
  const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}`;
  return [
    {
      path: 'RebootStorm/Resource',
      id: 'AwsSolutions-SF1',
      reason:
        'The history of an execution is kept for 90 days, and `rebootstorm check` reads from it ' +
        'why one failed. A log of all events would be a second copy, billed by the byte.',
    },
    ...[`${executions}:*`, `${executions}/*:*`].map((resource) => ({
      path: 'RebootStorm/DistributedMapPolicy/Resource',
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        "The ids of a map's executions are not known before they start; only those of this state " +
        'machine are named.',
    })),
  ];
}

/** Of the role that the stack makes for its state machine. */
function ofMachinesRole(stack: RebootstormStack): AcknowledgedFinding[] {
  return ofStorm.map((state) => ({
    path: 'RebootStorm/Role/DefaultPolicy/Resource',
    id: `AwsSolutions-IAM5[Resource::<${logicalIdAt(stack, `${state}Function/Resource`)}.Arn>:*]`,
    reason: `It names versions of the function of the state ${state}, and no other function.`,
  }));
}

function logicalIdAt(stack: RebootstormStack, path: string): string {
  return stack.getLogicalId(constructAt(stack, path) as CfnElement);
}

const tracingIsASetting =
  'Traces cost more than the run of a small network, so they are a setting, ' +
  'rebootstorm:tracing=on (docs/decisions/038).';

function withoutTraces(path: string): AcknowledgedFinding {
  return { path, id: 'Serverless-LambdaTracing', reason: tracingIsASetting };
}

function ofNoTraces(): AcknowledgedFinding[] {
  const reason = tracingIsASetting;
  return [
    ...[...consumers, ...ofStorm].map((name) => withoutTraces(`${name}Function/Resource`)),
    ...['AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'].map((id) => ({
      path: 'RebootStorm/Resource',
      id,
      reason,
    })),
  ];
}

function ofTraces(stack: RebootstormStack): AcknowledgedFinding[] {
  if (stack.deployment.role !== null) return [];
  const roles = [...consumers, ...ofStorm].map((name) => `${name}FunctionRole`);
  return [...roles, 'RebootStorm/Role'].map((role) => ({
    path: `${role}/DefaultPolicy/Resource`,
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray takes traces of no resource: its actions can only be allowed for all.',
  }));
}

function ofKeys(): AcknowledgedFinding[] {
  return ['IdentityKey', 'TurnKey'].map((key) => ({
    path: `${key}/Resource`,
    id: 'AwsSolutions-SMG4',
    reason:
      'Its proofs are good for a day, and a stack is thrown away with its key. One that stays ' +
      'has rotation, by rebootstorm:keyRotation=on.',
  }));
}

function ofRotation(stack: RebootstormStack): AcknowledgedFinding[] {
  const path = 'RotateKeyFunction/Resource';
  const ofRole = {
    path: 'RotateKeyFunctionRole/DefaultPolicy/Resource',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'A random password belongs to no secret, so that GetRandomPassword has no resource.',
  };
  return [
    {
      path,
      id: 'Serverless-LambdaDLQ',
      reason: 'Secrets Manager waits for each step, and tries a rotation that failed once more.',
    },
    ...(stack.configuration.tracing === 'on' ? [] : [withoutTraces(path)]),
    ...(stack.deployment.role === null ? [ofRole] : []),
  ];
}

/** @throws Error for a path that leads nowhere: the stack was changed, and this list was not */
function constructAt(stack: Stack, path: string): IConstruct {
  return path.split('/').reduce<IConstruct>((at, step) => at.node.findChild(step), stack);
}
