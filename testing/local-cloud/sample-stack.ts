// For tests: a stack of one queue, one function and one table, as CloudFormation.

import type { JsonObject } from '#local-cloud/service.ts';

/** Orders come in a queue, and the function `book` writes each into the table once. */
export const SAMPLE_TEMPLATE: JsonObject = {
  Resources: {
    Orders: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'orders',
        VisibilityTimeout: 60,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['DeadOrders', 'Arn'] },
          maxReceiveCount: 5,
        },
      },
    },
    DeadOrders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-orders' } },
    Books: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'books',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      },
    },
    Book: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'local-cloud:entry': 'functions/book.ts' },
      Properties: {
        FunctionName: 'book',
        Code: {},
        Timeout: 10,
        MemorySize: 128,
        Environment: { Variables: { TABLE: { Ref: 'Books' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] },
        FunctionName: { Ref: 'Book' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'rebook',
        DefinitionString: {
          'Fn::Sub':
            '{"StartAt":"B","States":{"B":{"Type":"Task","Resource":"${Book.Arn}","End":true}}}',
        },
      },
    },
  },
  Outputs: {
    OrdersUrl: { Value: { Ref: 'Orders' } },
    MachineArn: { Value: { Ref: 'Machine' } },
  },
};
