// Which requests of an operator AWS bills by themselves. All others that a command sends are free:
// those to CloudFormation, Lambda, Step Functions, STS, SSM, EventBridge Scheduler and CloudWatch
// Logs, which either cost nothing or only describe what is there.

/** The services whose requests an operator pays for. */
export const pricedServices = ['DynamoDB', 'SQS', 'CloudWatch', 'Secrets Manager', 'KMS'] as const;

/** One of them. */
export type PricedService = (typeof pricedServices)[number];

/** How many requests may be sent to each of them; where one is absent, none. */
export type RequestsMax = Readonly<Partial<Record<PricedService, number>>>;

const byClient: Readonly<Record<string, PricedService>> = {
  DynamoDBClient: 'DynamoDB',
  SQSClient: 'SQS',
  CloudWatchClient: 'CloudWatch',
  SecretsManagerClient: 'Secrets Manager',
  KMSClient: 'KMS',
};

/**
 * The service that bills a call; undefined: nobody does.
 * @param client the SDK's name of the client, as `SQSClient`
 * @param command the SDK's name of the command, as `SendMessageCommand`
 */
export function billedBy(client: string, command: string): PricedService | undefined {
  const service = byClient[client];
  // DynamoDB bills what reads or writes items, and not what describes tables.
  if (service === 'DynamoDB' && /^(Describe|List)/.test(command)) return undefined;
  return service;
}
