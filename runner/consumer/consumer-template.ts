// The stack of a trial: a queue with its dead-letter queue, a function, a mapping and a table.
import type { JsonObject } from '#local-cloud/service.ts';
import type { ConsumerSettings } from './consumer-settings.ts';

/** The names of the queues and the table in the local cloud. */
export const orders = 'orders';
export const deadOrders = 'orders-dead';
export const shopTable = 'shop';

/** By what the function's code is found. */
export const consumerEntry = 'consumer';

/** A template as CloudFormation takes it. */
export function consumerTemplate(settings: ConsumerSettings): JsonObject {
  return {
    Resources: {
      DeadOrders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: deadOrders } },
      Orders: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: orders,
          VisibilityTimeout: settings.visibilityMs / 1000,
          RedrivePolicy: {
            deadLetterTargetArn: { 'Fn::GetAtt': ['DeadOrders', 'Arn'] },
            maxReceiveCount: settings.receivesMax,
          },
        },
      },
      Shop: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: shopTable,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        },
      },
      Consumer: consumerFunction(settings),
      Mapping: mapping(settings),
    },
    Outputs: {
      OrdersUrl: { Value: { Ref: 'Orders' } },
      DeadOrdersUrl: { Value: { Ref: 'DeadOrders' } },
    },
  };
}

function consumerFunction({ timeoutMs }: ConsumerSettings): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'local-cloud:entry': consumerEntry },
    Properties: {
      FunctionName: 'consumer',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/consumer',
      Timeout: timeoutMs / 1000,
      MemorySize: 256,
      Code: { ZipFile: '' },
      Environment: { Variables: { TABLE_NAME: shopTable } },
    },
  };
}

function mapping(settings: ConsumerSettings): JsonObject {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] },
      FunctionName: { Ref: 'Consumer' },
      BatchSize: settings.batchSize,
      MaximumBatchingWindowInSeconds: settings.batchWindowMs / 1000,
      ScalingConfig: { MaximumConcurrency: settings.concurrencyMax },
      ...(settings.reportsFailures ? { FunctionResponseTypes: ['ReportBatchItemFailures'] } : {}),
    },
  };
}
