import { Aws } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';

/** What it is made from. */
export interface SelfDestructionProps {
  readonly atMs: number;
  /** Who deletes; null: a role of its own. */
  readonly role: IRole | null;
}

/**
 * Deletes its own stack at a time. CloudFormation deletes with the role that the stack was deployed
 * with, where there is one, as after `cdk bootstrap` (user guide, "CloudFormation service role").
 */
export class SelfDestruction extends Construct {
  constructor(scope: Construct, id: string, { atMs, role }: SelfDestructionProps) {
    super(scope, id);
    new CfnSchedule(this, 'Schedule', {
      description: 'Deletes the whole stack: it was deployed with a time to live',
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: `at(${new Date(atMs).toISOString().slice(0, 19)})`,
      scheduleExpressionTimezone: 'UTC',
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:cloudformation:deleteStack`,
        roleArn: (role ?? deleter(this)).roleArn,
        input: `{"StackName":"${Aws.STACK_ID}"}`,
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      },
    });
  }
}

/** May delete this one stack, for nobody but schedules of this account. */
function deleter(scope: Construct): Role {
  const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }),
  });
  const actions = ['cloudformation:DeleteStack'];
  role.addToPolicy(new PolicyStatement({ actions, resources: [Aws.STACK_ID] }));
  return role;
}
