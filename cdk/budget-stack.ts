import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import {
  Effect,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Budget } from './budget-in-context.ts';

/** What the budget is made from. */
export interface BudgetStackProps extends StackProps {
  readonly budget: Budget;
  /** The name of the stack whose cost is counted, by its tag `stack`. */
  readonly watchedStack: string;
  /** The names of the roles that are denied their work once the budget is used up. */
  readonly roleNames: readonly string[];
}

/** Of the budget, in percent: a mail at the first two, and the action at the last. */
const warnsAt = [50, 80];
const stopsAt = 100;

/**
 * A month's budget, and what is done once it is used up: the functions may no longer receive
 * messages, nor write. AWS Budgets looks a few times a day, so this is for a stack that is
 * forgotten; a storm of an hour is stopped by its own cap. A stack of its own, since no engine has
 * budgets with actions.
 */
export class BudgetStack extends Stack {
  constructor(scope: Construct, id: string, options: BudgetStackProps) {
    const { budget, watchedStack, roleNames, ...props } = options;
    super(scope, id, props);
    const subscribers = [{ subscriptionType: 'EMAIL', address: budget.mail }];
    const budgetName = `${watchedStack}-month`;
    const budgets = new CfnBudget(this, 'Budget', {
      budget: {
        budgetName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.usdPerMonth, unit: 'USD' },
        // Only what is tagged, and only where the account has turned the tag on for its bills.
        costFilters: { TagKeyValue: [`user:stack$${watchedStack}`] },
      },
      notificationsWithSubscribers: warnsAt.map((threshold) => ({
        notification: {
          notificationType: 'ACTUAL',
          comparisonOperator: 'GREATER_THAN',
          threshold,
          thresholdType: 'PERCENTAGE',
        },
        subscribers,
      })),
    });
    const stop = new ManagedPolicy(this, 'Stop', {
      description: 'Denies the functions of a stack their work: its budget is used up',
      statements: [
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['sqs:ReceiveMessage', 'sqs:SendMessage', 'dynamodb:*'],
          resources: ['*'],
        }),
      ],
    });
    const action = new CfnBudgetsAction(this, 'StopAtLimit', {
      actionType: 'APPLY_IAM_POLICY',
      approvalModel: 'AUTOMATIC',
      notificationType: 'ACTUAL',
      budgetName,
      actionThreshold: { type: 'PERCENTAGE', value: stopsAt },
      definition: {
        iamActionDefinition: { policyArn: stop.managedPolicyArn, roles: [...roleNames] },
      },
      executionRoleArn: attacher(this, stop, roleNames).roleArn,
      subscribers: subscribers.map(({ address }) => ({ type: 'EMAIL', address })),
    });
    action.addResourceDependency(budgets);
  }
}

/** May attach this one policy to these roles, for AWS Budgets. */
function attacher(stack: Stack, stop: ManagedPolicy, roleNames: readonly string[]): Role {
  const conditions = { StringEquals: { 'aws:SourceAccount': stack.account } };
  const role = new Role(stack, 'Attacher', {
    assumedBy: new ServicePrincipal('budgets.amazonaws.com', { conditions }),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: roleNames.map((resourceName) =>
        stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName }),
      ),
      conditions: { ArnEquals: { 'iam:PolicyARN': stop.managedPolicyArn } },
    }),
  );
  return role;
}
