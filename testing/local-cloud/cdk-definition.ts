// A definition for tests as aws-cdk-lib 2.276 writes it: LambdaInvoke in both forms, a distributed
// map, Wait, Choice.

import type { JsonObject } from '#local-cloud/service.ts';
import { functionArn } from './machine-at-work.ts';

const retry = [
  {
    ErrorEquals: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
  },
];

/**
 * Plans, restarts every cell, then observes every minute until the network is healthy or ten
 * observations were in vain.
 */
export const cdkDefinition: JsonObject = {
  StartAt: 'PlanStorm',
  States: {
    PlanStorm: {
      Next: 'Cells',
      Retry: retry,
      Type: 'Task',
      TimeoutSeconds: 30,
      Resource: functionArn('plan'),
    },
    Cells: {
      Type: 'Map',
      ResultPath: '$.restarted',
      Next: 'Wait',
      ResultSelector: { 'count.$': 'States.ArrayLength($)' },
      ItemsPath: '$.cells',
      ItemSelector: { 'cell.$': '$$.Map.Item.Value', 'runId.$': '$.runId' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'StirCell',
        States: {
          StirCell: {
            End: true,
            Retry: retry,
            Type: 'Task',
            ResultPath: null,
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: {
              FunctionName: functionArn('restart'),
              Payload: {
                'cell.$': '$.cell',
                'startedAt.$': '$$.Execution.StartTime',
                'key.$': "States.Format('{}-{}', $.runId, $.cell)",
              },
            },
          },
        },
      },
      MaxConcurrency: 40,
      ToleratedFailurePercentage: 5,
      Label: 'Cells',
    },
    Wait: { Type: 'Wait', Seconds: 60, Next: 'Observe' },
    Observe: {
      Next: 'Healthy?',
      Retry: retry,
      Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'Blind' }],
      Type: 'Task',
      OutputPath: '$.Payload',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: functionArn('observe'), 'Payload.$': '$' },
    },
    'Healthy?': {
      Type: 'Choice',
      Choices: [
        {
          And: [
            { Variable: '$.healthy', IsPresent: true },
            { Variable: '$.healthy', BooleanEquals: true },
          ],
          Next: 'Healed',
        },
        { Variable: '$.looks', NumericGreaterThanEquals: 10, Next: 'Stuck', Comment: 'in vain' },
      ],
      Default: 'Wait',
    },
    Healed: { Type: 'Succeed' },
    Stuck: { Type: 'Fail', Error: 'NotHealed', CausePath: '$.why' },
    Blind: { Type: 'Fail', Error: 'NotObserved', Cause: 'the observer failed' },
  },
  TimeoutSeconds: 259200,
};
