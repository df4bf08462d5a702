// Asks Lambda and Step Functions what they have.
import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import {
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Connected } from '../clients.ts';
import { stepFunctionsClient } from '../stack/step-functions-client.ts';
import { everyPage, type Found, type Question, stackTagKey } from './found.ts';

function lambdaClient({ connection }: Connected): LambdaClient {
  return connection.connect(new LambdaClient(connection.clientConfig));
}

/** The functions of the account and region. */
export function functions(connected: Connected): Question {
  const client = lambdaClient(connected);
  return {
    service: 'Lambda',
    what: 'functions',
    async list() {
      const all = await everyPage(async (Marker) => {
        const page = await client.send(new ListFunctionsCommand({ Marker }));
        return { items: page.Functions ?? [], next: page.NextMarker };
      });
      return all.map(({ FunctionName = '', FunctionArn = '' }) => ({
        kind: 'function',
        name: FunctionName,
        ids: [FunctionArn],
        note: '',
        upkeep: {},
      }));
    },
  };
}

/** The mappings by which queues feed functions. */
export function eventSourceMappings(connected: Connected): Question {
  const client = lambdaClient(connected);
  return {
    service: 'Lambda',
    what: 'event source mappings',
    async list() {
      const all = await everyPage(async (Marker) => {
        const page = await client.send(new ListEventSourceMappingsCommand({ Marker }));
        return { items: page.EventSourceMappings ?? [], next: page.NextMarker };
      });
      return all.map(mappingFound);
    },
  };
}

function mappingFound({
  UUID = '',
  FunctionArn = '',
  EventSourceArn = '',
  State = '',
  ScalingConfig,
}: EventSourceMappingConfiguration): Found {
  const polls = { pollsAtMost: ScalingConfig?.MaximumConcurrency ?? null };
  return {
    kind: 'event source mapping',
    name: UUID,
    ids: [FunctionArn, EventSourceArn],
    note: `feeds ${nameIn(FunctionArn)}, ${State}`,
    upkeep: State === 'Disabled' ? {} : polls,
  };
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/**
 * The state machines of the account and region. CloudFormation names them without their stack, so
 * those that may be ours are asked for their tags.
 * @param mayBeOurs by its name
 */
export function stateMachines(
  connected: Connected,
  mayBeOurs: (name: string) => boolean,
): Question {
  const client = stepFunctionsClient(connected);
  return {
    service: 'Step Functions',
    what: 'state machines',
    async list() {
      const all = await everyPage(async (nextToken) => {
        const page = await client.send(new ListStateMachinesCommand({ nextToken }));
        return { items: page.stateMachines ?? [], next: page.nextToken };
      });
      const found: Found[] = [];
      for (const { name = '', stateMachineArn = '' } of all)
        found.push({
          kind: 'state machine',
          name,
          deleteBy: stateMachineArn,
          ids: [stateMachineArn],
          stackTag: mayBeOurs(name) ? await stackTagOf(client, stateMachineArn) : undefined,
          note: '',
          upkeep: {},
        });
      return found;
    },
  };
}

async function stackTagOf(client: SFNClient, resourceArn: string): Promise<string | undefined> {
  const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
  return tags.find(({ key }) => key === stackTagKey)?.value;
}
