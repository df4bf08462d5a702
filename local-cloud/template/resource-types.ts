// The resource types that a local run has, those that it can leave out and why, and the properties
// that it uses.

/** How the reader treats one supported resource type. */
export interface SupportedType {
  /** The property that gives the resource its name; undefined where it has none. */
  readonly nameProperty?: string;
  /** Properties that are resolved and passed on. */
  readonly kept: readonly string[];
  /** Properties whose effects a local run cannot show. */
  readonly ignored: readonly string[];
}

const tableType: SupportedType = {
  nameProperty: 'TableName',
  kept: [
    'AttributeDefinitions',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'TableClass',
    'TableName',
    'TimeToLiveSpecification',
  ],
  ignored: [
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'ResourcePolicy',
    'SSESpecification',
    'Tags',
  ],
};

/** The resource types with behaviour. A property in neither list is refused by name. */
export const supportedTypes = {
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    kept: [
      'DelaySeconds',
      'MaximumMessageSize',
      'MessageRetentionPeriod',
      'QueueName',
      'ReceiveMessageWaitTimeSeconds',
      'RedriveAllowPolicy',
      'RedrivePolicy',
      'VisibilityTimeout',
    ],
    ignored: ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'Tags'],
  },
  'AWS::DynamoDB::Table': tableType,
  // CDK's TableV2. The reader checks its replicas: only the stack's own region is served.
  'AWS::DynamoDB::GlobalTable': { ...tableType, kept: [...tableType.kept, 'Replicas'] },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    kept: [
      'Architectures',
      'Code',
      'Environment',
      'EphemeralStorage',
      'FunctionName',
      'Handler',
      'MemorySize',
      'RecursiveLoop',
      'ReservedConcurrentExecutions',
      'Runtime',
      'Timeout',
      'TracingConfig',
    ],
    ignored: [
      'CodeSigningConfigArn',
      'Description',
      'KmsKeyArn',
      'LoggingConfig',
      'Role',
      'RuntimeManagementConfig',
      'Tags',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    kept: [
      'BatchSize',
      'Enabled',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig',
    ],
    ignored: ['KmsKeyArn', 'LoggingConfig', 'MetricsConfig', 'Tags'],
  },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    kept: ['Description', 'GenerateSecretString', 'Name', 'SecretString'],
    ignored: ['KmsKeyId', 'Tags'],
  },
  'AWS::SecretsManager::RotationSchedule': {
    kept: ['RotationLambdaARN', 'RotationRules', 'SecretId'],
    // Whether it is rotated at once, too: here it never is.
    ignored: ['RotateImmediatelyOnUpdate'],
  },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    kept: [
      'Definition',
      'DefinitionString',
      'DefinitionSubstitutions',
      'RoleArn',
      'StateMachineName',
      'StateMachineType',
      'TracingConfiguration',
    ],
    ignored: ['EncryptionConfiguration', 'LoggingConfiguration', 'Tags'],
  },
} satisfies Record<string, SupportedType>;

/** The name of a resource type with behaviour. */
export type SupportedTypeName = keyof typeof supportedTypes;

const ignoredTypes: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'usage statistics of the CDK',
  'AWS::CloudFormation::WaitConditionHandle': 'orders a deployment only',
  'AWS::CloudWatch::Alarm': 'watches metrics from outside; nothing reads it back',
  'AWS::CloudWatch::CompositeAlarm': 'watches metrics from outside; nothing reads it back',
  'AWS::CloudWatch::Dashboard': 'a view of metrics',
  'AWS::KMS::Alias': 'a name for a key',
  'AWS::KMS::Key': 'nothing is encrypted locally',
  'AWS::IAM::ManagedPolicy': 'permissions are not checked locally',
  'AWS::IAM::Policy': 'permissions are not checked locally',
  'AWS::IAM::Role': 'permissions are not checked locally',
  'AWS::Lambda::Permission': 'permissions are not checked locally',
  'AWS::Logs::LogGroup': 'logs stay in the process',
  'AWS::SecretsManager::ResourcePolicy': 'permissions are not checked locally',
  'AWS::SQS::QueuePolicy': 'permissions are not checked locally',
};

/** Why a local run can leave this type out; undefined for a type that is not in the table. */
export function reasonToIgnore(type: string): string | undefined {
  if (Object.hasOwn(ignoredTypes, type)) return ignoredTypes[type];
  if (isCustomResource(type)) return 'runs only while a stack is deployed';
  return undefined;
}

/**
 * Whether the type is a custom resource. It may do anything during a deploy, so leaving it out
 * deserves a warning.
 */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Narrows a type's name to the table of supported types. */
export function isSupportedType(type: string): type is SupportedTypeName {
  return Object.hasOwn(supportedTypes, type);
}
