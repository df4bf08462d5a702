import { resolve } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type QueueName, queueLimits } from '#domain/limits.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { type EntryName, metricServiceOf } from '#domain/stack-names.ts';
import type { ControlQueue } from './control-queue.ts';
import { type CustomerKey, type KeyUser, storesAndReads } from './customer-key.ts';
import { dataGoesWith } from './data-removal.ts';
import type { Deployment } from './deployment-in-context.ts';
import type { IdentityKey } from './identity-key.ts';
import { candidatesIndex, type NetworkTable } from './network-table.ts';

/** How each function is bundled. The test of the bundles builds them with the same settings. */
export const functionBundling = {
  minify: true,
  format: OutputFormat.CJS,
  // The SDK is bundled: what was tested is what runs, whatever Lambda has preinstalled.
  externalModules: [],
  target: 'node24',
  // The ES builds can be shaken: what a function does not call is not in its bundle.
  mainFields: ['module', 'main'],
} satisfies BundlingOptions;

/** What every function knows of: the table and the queues. Knowing is not permission. */
export interface Environment {
  readonly table: NetworkTable;
  readonly queues: Readonly<Record<QueueName, ControlQueue>>;
  readonly quarantine: Queue;
  readonly configuration: StackConfiguration;
  readonly environment: Deployment['environment'];
  /** Whether the stack has alarms, one of which needs a metric of the functions. */
  readonly isWatched: boolean;
  /** The role of every function; null: each has one of its own. */
  readonly role: IRole | null;
  /** What everything is encrypted under; null: keys of AWS's own. */
  readonly key: CustomerKey | null;
}

/** What a function does with the table, in terms of the calls it makes. */
type TableUse = 'read' | 'query' | 'update' | 'put' | 'delete';

const tableActions: Readonly<Record<TableUse, string>> = {
  read: 'dynamodb:BatchGetItem',
  query: 'dynamodb:Query',
  update: 'dynamodb:UpdateItem',
  put: 'dynamodb:PutItem',
  delete: 'dynamodb:DeleteItem',
};

/**
 * One function of the control plane, bundled from `functions/<name>.ts`, with only what it is
 * granted.
 */
export class ControlFunction extends NodejsFunction {
  private readonly shared: Environment;

  constructor(
    scope: Construct,
    id: string,
    name: EntryName,
    shared: Environment,
    timeoutSeconds: number = queueLimits.login.functionTimeoutSeconds,
  ) {
    const { table, queues, quarantine, configuration } = shared;
    const { memoryMb, architecture, tracing, logLevel, metrics } = configuration;
    const entry = `functions/${name}.ts`;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: dataGoesWith(shared.environment),
    });
    shared.key?.encryptsLog(logGroup);
    super(scope, id, {
      entry: resolve(entry),
      depsLockFilePath: resolve('package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      tracing: tracing === 'on' ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup,
      role: shared.role ?? roleThatLogs(scope, `${id}Role`, logGroup),
      environment: {
        TABLE_NAME: table.tableName,
        MEMBERSHIP_QUEUE_URL: queues.membership.queue.queueUrl,
        LOGIN_QUEUE_URL: queues.login.queue.queueUrl,
        HEAL_QUEUE_URL: queues.heal.queue.queueUrl,
        QUARANTINE_QUEUE_URL: quarantine.queueUrl,
        POWERTOOLS_SERVICE_NAME: metricServiceOf(Stack.of(scope).stackName),
        POWERTOOLS_LOG_LEVEL: logLevel.toUpperCase(),
        PUBLISHED_METRICS: metrics,
        TRACING: tracing,
        ...(shared.isWatched && { ALARMS: 'on' }),
      },
      bundling: functionBundling,
    });
    this.shared = shared;
    // How the local cloud finds the same code without the bundle.
    (this.node.defaultChild as CfnFunction).addMetadata('local-cloud:entry', entry);
  }

  /**
   * Grants exactly these uses of the table (a transaction needs the right to each of its writes).
   */
  may(...uses: readonly TableUse[]): this {
    this.allow(
      uses.map((use) => tableActions[use]),
      this.shared.table.tableArn,
    );
    this.usesKeyThrough('dynamodb', storesAndReads);
    return this;
  }

  /** Grants queries of the index of those who could be promoted. */
  mayFindCandidates(): this {
    const index = `${this.shared.table.tableArn}/index/${candidatesIndex}`;
    this.allow([tableActions.query], index);
    return this;
  }

  /** Grants sending to these queues. */
  sends(...names: readonly QueueName[]): this {
    for (const name of names) this.shared.queues[name].queue.grantSendMessages(this);
    this.usesKeyThrough('sqs', ofSenders);
    return this;
  }

  /** Lets the function prove clients' first requests, or check such proofs. */
  knowsClientsBy(key: IdentityKey): this {
    return this.reads(key, 'IDENTITY_SECRET_ARN');
  }

  /** Lets the function give clients their turns, and know these again. */
  givesTurnsBy(key: IdentityKey): this {
    return this.reads(key, 'TURN_SECRET_ARN');
  }

  /** Lets the function give a key a new version. */
  rotates({ secretArn }: IdentityKey): this {
    const uses = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
    this.allow(
      uses.map((use) => `secretsmanager:${use}`),
      secretArn,
    );
    // A random text belongs to no secret yet.
    this.allow(['secretsmanager:GetRandomPassword'], '*');
    this.usesKeyThrough('secretsmanager', ['Decrypt', 'GenerateDataKey']);
    return this;
  }

  private reads({ secretArn }: IdentityKey, variable: string): this {
    this.allow(['secretsmanager:GetSecretValue'], secretArn);
    this.addEnvironment(variable, secretArn);
    this.usesKeyThrough('secretsmanager', ofReaders);
    return this;
  }

  /**
   * Says that the function's messages come back to it on purpose, as often as it takes: without it
   * Lambda stops each chain of them after some sixteen links (facts 5.29). The end of the run is
   * what ends them.
   */
  mayFeedItself(): this {
    (this.node.defaultChild as CfnFunction).recursiveLoop = RecursiveLoop.ALLOW;
    return this;
  }

  /**
   * Makes the function a queue's consumer: it takes its messages and puts non-retryable ones aside.
   */
  consumes(name: QueueName): this {
    this.shared.queues[name].feeds(this);
    this.shared.quarantine.grantSendMessages(this);
    // To receive it needs less than to send to quarantine.
    this.usesKeyThrough('sqs', ofSenders);
    return this;
  }

  private usesKeyThrough(service: KeyUser, actions: readonly string[]): void {
    const { key } = this.shared;
    if (key !== null) this.addToRolePolicy(key.usedThrough(service, actions));
  }

  private allow(actions: string[], resource: string): void {
    this.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}

/** What a message's sender, and what a reader of anything, needs of a key (SQS developer guide). */
const ofSenders = ['Decrypt', 'GenerateDataKey'] as const;
const ofReaders = ['Decrypt'] as const;

/** A role that may write this log and nothing else: AWS's own policy for it allows every log. */
function roleThatLogs(scope: Construct, id: string, { logGroupArn }: LogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  role.addToPolicy(new PolicyStatement({ actions, resources: [logGroupArn] }));
  return role;
}
