import { Aws, Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { dataGoesWith } from './data-removal.ts';
import type { Deployment } from './deployment-in-context.ts';

/** Services that use the key for whoever calls them. */
export type KeyUser = 'dynamodb' | 'secretsmanager' | 'sqs';

/**
 * SQS asks KMS anew for each sender and receiver after so long; it takes 60 s to a day. An hour
 * costs a twelfth of the usual five minutes, and is how long a key that was withdrawn may still be
 * used (SQS developer guide, "How does the data key reuse period work?").
 */
const dataKeyReuseSeconds = 3_600;

/** The shortest that KMS takes. */
const pendingDays = 7;

/** The key of KMS under which all that the stack stores is encrypted. */
export class CustomerKey extends Construct {
  private readonly key: IKey;

  /** @param keyArn of a key that is there; or `create` */
  constructor(
    scope: Construct,
    id: string,
    keyArn: string,
    environment: Deployment['environment'],
  ) {
    super(scope, id);
    this.key =
      keyArn === 'create'
        ? this.ownKey(dataGoesWith(environment))
        : Key.fromKeyArn(this, 'Given', keyArn);
  }

  private ownKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'Key', {
      description: `Encrypts what the stack ${Stack.of(this).stackName} stores`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(pendingDays),
      removalPolicy,
    });
    key.addToResourcePolicy(forLogsOfThisStack());
    return key;
  }

  // The CDK's own properties would allow each caller, by wildcards, more than it needs.

  encryptsQueue(queue: Queue): void {
    const resource = queue.node.defaultChild as CfnQueue;
    resource.sqsManagedSseEnabled = undefined;
    resource.kmsMasterKeyId = this.key.keyArn;
    resource.kmsDataKeyReusePeriodSeconds = dataKeyReuseSeconds;
  }

  encryptsTable(table: Table): void {
    const resource = table.node.defaultChild as CfnTable;
    const kmsMasterKeyId = this.key.keyArn;
    resource.sseSpecification = { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId };
  }

  encryptsSecret(secret: Secret): void {
    (secret.node.defaultChild as CfnSecret).kmsKeyId = this.key.keyArn;
  }

  encryptsLog(logGroup: LogGroup): void {
    (logGroup.node.defaultChild as CfnLogGroup).kmsKeyId = this.key.keyArn;
  }

  /** The right to have the key used by one service, and by nothing else. */
  usedThrough(service: KeyUser, actions: readonly string[]): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `kms:${action}`),
      resources: [this.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` } },
    });
  }
}

/** What a service needs of the key, for whoever stores and reads. */
export const storesAndReads = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
] as const;

/**
 * CloudWatch Logs uses a key by itself, not for a caller (user guide, "Encrypt log data in
 * CloudWatch Logs using AWS KMS").
 */
function forLogsOfThisStack(): PolicyStatement {
  const [partition, region, account] = [Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID];
  const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:${Aws.STACK_NAME}-*`;
  return new PolicyStatement({
    principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: storesAndReads.map((action) => `kms:${action}`),
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  });
}
