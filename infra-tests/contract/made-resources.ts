// Queues and tables made by calls, for engines that take no templates; both are quick to make.

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { ContractResource, ContractResources } from './contract-case.ts';
import { ResourcesRefusedError } from './engines/contract-engine.ts';
import type { EngineClients } from './engines/engine-clients.ts';

/** Resources that stand, with the outputs that `contractTemplate` gives them. */
export type StandingResources = {
  readonly outputs: Readonly<Record<string, string>>;
  remove(): Promise<void>;
};

/** Whether all of them can be made by `makeResources`. */
export function canBeMade(resources: ContractResources): boolean {
  return Object.values(resources).every(({ Type }) => Type === QUEUE || Type === TABLE);
}

/**
 * Makes queues and tables under fresh names, dead-letter queues before those that name them.
 * @throws {ResourcesRefusedError} a call was refused; what was made before it is left behind
 */
export async function makeResources(
  { sqs, dynamodb }: Pick<EngineClients, 'sqs' | 'dynamodb'>,
  resources: ContractResources,
  freshName: (prefix: string) => string,
): Promise<StandingResources> {
  const outputs: Record<string, string> = {};
  const removals: (() => Promise<unknown>)[] = [];
  for (const [id, resource] of inOrder(resources)) {
    try {
      const name = freshName(id);
      const made =
        resource.Type === QUEUE
          ? await makeQueue(sqs, name, attributesOf(resource, outputs))
          : await makeTable(dynamodb, name, resource);
      Object.assign(outputs, { [`${id}Ref`]: made.ref, [`${id}Arn`]: made.arn });
      removals.push(made.remove);
    } catch (error) {
      throw new ResourcesRefusedError(`${id} was refused: ${String(error)}`);
    }
  }
  return {
    outputs,
    remove: async () => {
      await Promise.allSettled(removals.map((removal) => removal()));
    },
  };
}

type Made = { ref: string; arn: string; remove: () => Promise<unknown> };

/** Who names nobody comes first; there are no chains of dead-letter queues. */
function inOrder(resources: ContractResources): [string, ContractResource][] {
  const namesAnother = ({ Properties }: ContractResource) => 'RedrivePolicy' in Properties;
  return Object.entries(resources).sort(
    ([, one], [, other]) => Number(namesAnother(one)) - Number(namesAnother(other)),
  );
}

async function makeQueue(
  sqs: EngineClients['sqs'],
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<Made> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const asked = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return {
    ref: QueueUrl,
    arn: asked.Attributes?.QueueArn ?? '',
    remove: () => sqs.send(new DeleteQueueCommand({ QueueUrl })),
  };
}

/** The API wants every attribute as text, and a policy as JSON text. */
function attributesOf(
  { Properties }: ContractResource,
  outputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(Properties).map(([name, value]) => {
    const resolved = resolve(value, outputs);
    return [name, typeof resolved === 'object' ? JSON.stringify(resolved) : String(resolved)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Puts the ARN of a resource that stands where the template says `Fn::GetAtt`. */
function resolve(value: unknown, outputs: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('Fn::GetAtt' in value) {
    const [id, attribute] = value['Fn::GetAtt'] as [string, string];
    return outputs[`${id}${attribute}`];
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, resolve(inner, outputs)]);
  return Object.fromEntries(entries) as unknown;
}

async function makeTable(
  dynamodb: EngineClients['dynamodb'],
  TableName: string,
  { Properties }: ContractResource,
): Promise<Made> {
  const { TimeToLiveSpecification, ...creation } = Properties;
  const input = { ...creation, TableName } as unknown as CreateTableCommandInput;
  const { TableDescription } = await dynamodb.send(new CreateTableCommand(input));
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
  if (TimeToLiveSpecification !== undefined) {
    const timeToLive = TimeToLiveSpecification as { AttributeName: string; Enabled: boolean };
    await dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: timeToLive }),
    );
  }
  return {
    ref: TableName,
    arn: TableDescription?.TableArn ?? '',
    remove: () => dynamodb.send(new DeleteTableCommand({ TableName })),
  };
}

const QUEUE = 'AWS::SQS::Queue';
const TABLE = 'AWS::DynamoDB::Table';
