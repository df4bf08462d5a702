import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { budgetIn } from './budget-in-context.ts';
import { BudgetStack } from './budget-stack.ts';
import { ContextError } from './context-error.ts';
import { stacksOfApp } from './stacks-of-app.ts';

const budget = { usdPerMonth: 10, mail: 'me@example.org' };
const roleNames = ['membership-role', 'login-role'];

const template = Template.fromStack(
  new BudgetStack(new App(), 'Budget', { budget, watchedStack: 'Ours', roleNames }),
);

test('there is a budget only if somebody asks for one, and with an address', () => {
  const context = { 'rebootstorm:budgetUsd': '10', 'rebootstorm:budgetMail': 'me@example.org' };
  expect(budgetIn({})).toBeNull();
  expect(budgetIn(context)).toEqual(budget);
  for (const wrong of [
    { 'rebootstorm:budgetUsd': '10' },
    { ...context, 'rebootstorm:budgetUsd': '0' },
    { ...context, 'rebootstorm:budgetUsd': 'ten' },
    { ...context, 'rebootstorm:budgetMail': 'me' },
  ])
    expect(() => budgetIn(wrong)).toThrow(ContextError);
});

test('it counts what is tagged with the name of the stack, and says so twice before', () => {
  template.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: {
      BudgetLimit: { Amount: 10, Unit: 'USD' },
      CostFilters: { TagKeyValue: ['user:stack$Ours'] },
      TimeUnit: 'MONTHLY',
    },
    NotificationsWithSubscribers: [50, 80].map((Threshold) =>
      Match.objectLike({
        Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold }),
        Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'me@example.org' }],
      }),
    ),
  });
});

test('at its limit the consumers lose their queues and their table, without a question', () => {
  template.hasResourceProperties('AWS::Budgets::BudgetsAction', {
    ActionType: 'APPLY_IAM_POLICY',
    ApprovalModel: 'AUTOMATIC',
    ActionThreshold: { Type: 'PERCENTAGE', Value: 100 },
    Definition: { IamActionDefinition: { Roles: roleNames } },
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: [
        Match.objectLike({
          Effect: 'Deny',
          Action: ['sqs:ReceiveMessage', 'sqs:SendMessage', 'dynamodb:*'],
        }),
      ],
    }),
  });
});

test('AWS Budgets may attach that policy to those roles, and do nothing else', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({
      Statement: [
        Match.objectLike({
          Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
          Condition: { ArnEquals: { 'iam:PolicyARN': { Ref: Match.stringLikeRegexp('^Stop') } } },
        }),
      ],
    }),
  });
});

test('it has the tags of its stack', () => {
  const context = {
    'aws:cdk:bundling-stacks': [],
    'rebootstorm:stack': 'ours',
    'rebootstorm:budgetUsd': '10',
    'rebootstorm:budgetMail': 'me@example.org',
  };
  const stack = stacksOfApp(new App({ context }), 0)[1];
  if (stack === undefined) throw new Error('expected a stack of the budget');
  const ofBudget = Template.fromStack(stack);
  const tags = [
    { Key: 'environment', Value: 'dev' },
    { Key: 'project', Value: 'rebootstorm' },
    { Key: 'stack', Value: 'ours' },
  ];
  ofBudget.hasResourceProperties('AWS::IAM::Role', { Tags: tags });
  ofBudget.hasResourceProperties('AWS::Budgets::Budget', { ResourceTags: tags });
});
