// AWS itself as the suite sees it: behind a permit, with what the run made deleted at its end.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { WatchedClient } from '#adapters/client-watch.ts';
import type { OperatorConnection } from '#adapters/operator-connection.ts';
import { billedBy, type RequestsMax } from '#adapters/priced-requests.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import type { CommandEnvironment } from '#cli/stack/command-environment.ts';
import { confirmOnAws } from '#cli/stack/confirm-on-aws.ts';
import type { Destination } from '#cli/stack/target-options.ts';
import type { ContractCase, ContractResources } from '../contract-case.ts';
import { type DeployPatience, deployResources } from '../deployed-resources.ts';
import type { ContractEngine, RunningContractEngine } from '../engines/contract-engine.ts';
import { benchWith } from '../engines/endpoint-engine.ts';
import type { EngineClients } from '../engines/engine-clients.ts';
import { canBeMade, makeResources, type StandingResources } from '../made-resources.ts';
import { type NamesOfRun, namesOfRun } from '../names-of-run.ts';
import { cleanUp } from './clean-up.ts';
import { boundOfCases, type Rehearsal, rehearse, requestsOfCases, slowWords } from './rehearsal.ts';
import { needsRole, ROLE_ID, resourcesOnAws, roleOfRun } from './resources-on-aws.ts';

/** How the run was allowed. */
export type AwsOptions = Pick<
  Extract<Destination, { target: 'aws' }>,
  'yes' | 'maxCost' | 'prices'
>;

/** AWS as an engine, and what a run left there, in words. */
export type AwsEngine = {
  readonly engine: ContractEngine;
  /** Known once the engine has stopped. */
  left(): readonly string[];
};

const casesAtOnce = 8;
const caseLimitMs = 15 * 60_000;
const stackPatience: DeployPatience = { limitMs: 8 * 60_000, pollMs: 3_000 };

/**
 * AWS for these cases. `start` asks for the confirmation, and sends nothing before it but the
 * question whose account it is.
 */
export function awsEngine(
  cases: readonly ContractCase[],
  options: AwsOptions,
  environment: CommandEnvironment,
): AwsEngine {
  const names = namesOfRun();
  let left: readonly string[] = [];
  const say = (line: string) => environment.stderr.write(`${line}\n`);
  const engine: ContractEngine = {
    name: 'aws',
    services: ['sqs', 'dynamodb', 'states', 'mapping'],
    casesAtOnce,
    caseLimitMs,
    async start() {
      const { connection, rehearsal } = await confirmed(cases, names, options, environment);
      const running = runningOn(connection, names, requestsOfCases(cases, rehearsal));
      say(`everything that this run makes is called ${names.run}-...`);
      return {
        ...running,
        async stop() {
          await running.stop();
          say('deleting what the run made');
          left = await cleanUp({ connection }, names.run).catch(unknownLeft);
        },
      };
    },
  };
  return { engine, left: () => left };
}

/** The answers were paid for, so that they are kept though nobody knows what is left. */
function unknownLeft(error: unknown): string[] {
  const failure = serviceFailure(error, 'aws');
  if (failure === undefined) throw error;
  return [`nobody knows what: ${failure.said}; ${failure.whatNow}`];
}

function many({ length }: readonly ContractCase[]): string {
  return length === 1 ? 'case' : 'cases';
}

async function confirmed(
  cases: readonly ContractCase[],
  { run }: NamesOfRun,
  options: AwsOptions,
  environment: CommandEnvironment,
): Promise<{ connection: OperatorConnection; rehearsal: Rehearsal }> {
  let rehearsal: Rehearsal = { meters: {}, waitsMs: [] };
  const errand = {
    what: `run ${cases.length} ${many(cases)} of the contract, and delete what is made`,
    stack: `${run}-*`,
    confirmedBy: 'account',
    prices: options.prices,
    async bound(book: Parameters<typeof boundOfCases>[2]) {
      rehearsal = await rehearse(cases);
      for (const line of slowWords(cases, rehearsal, casesAtOnce))
        environment.stderr.write(`${line}\n`);
      return boundOfCases(cases, rehearsal, book);
    },
  } as const;
  const connection = await confirmOnAws({ ...options, target: 'aws', errand }, environment);
  return { connection, rehearsal };
}

function runningOn(
  connection: OperatorConnection,
  { run, freshName }: NamesOfRun,
  requestsMax: RequestsMax,
): RunningContractEngine {
  const upkeep = clientsOf(connection);
  const asked = limited(clientsOf(connection, 1), requestsMax);
  let role: Promise<string> | undefined;
  /** One for the whole run, since AWS takes a while until a new role works everywhere. */
  const roleArn = () => {
    role ??= deployResources(
      upkeep.cloudFormation,
      roleOfRun(run),
      `${run}-role`,
      stackPatience,
    ).then(({ outputs }) => outputs[`${ROLE_ID}Arn`] ?? '');
    return role;
  };
  const putUp = async (resources: ContractResources): Promise<StandingResources> => {
    if (canBeMade(resources)) {
      const standing = await makeResources(upkeep, resources, freshName);
      await new Promise((resolve) => setTimeout(resolve, readyMs));
      return standing;
    }
    const stackName = freshName('stack');
    const arn = needsRole(resources) ? await roleArn() : '';
    const onAws = resourcesOnAws(resources, arn, stackName);
    return deployResources(upkeep.cloudFormation, onAws, stackName, stackPatience);
  };
  return {
    version: connection.region,
    async withBench(resources, use) {
      const standing = await putUp(resources);
      try {
        return await use(benchWith(asked, standing, freshName));
      } finally {
        await standing.remove();
      }
    },
    async stop() {
      for (const client of [...Object.values(upkeep), ...Object.values(asked)]) client.destroy();
    },
  };
}

/** "You must wait at least one second after the queue is created" (SQS API, CreateQueue). */
const readyMs = 1_500;

/** @param maxAttempts absent: as often as the SDK tries */
function clientsOf(connection: OperatorConnection, maxAttempts?: number): EngineClients {
  const config = {
    ...connection.clientConfig,
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  };
  return {
    sqs: connection.connect(new SQSClient(config)),
    dynamodb: connection.connect(new DynamoDBClient(config)),
    sfn: connection.connect(new SFNClient(config)),
    cloudFormation: connection.connect(new CloudFormationClient(config)),
  };
}

/** The cases asked more than they were priced for. */
class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsError';
}

/** Ends the cases before the permit ends, so that what they made can still be deleted. */
function limited(clients: EngineClients, requestsMax: RequestsMax): EngineClients {
  const sent: Record<string, number> = {};
  for (const client of Object.values(clients))
    (client as unknown as WatchedClient).middlewareStack.add(
      (next, { clientName = '', commandName = '' }) =>
        async (step) => {
          const service = billedBy(clientName, commandName);
          if (service !== undefined) {
            sent[service] = (sent[service] ?? 0) + 1;
            if (sent[service] > (requestsMax[service] ?? 0))
              throw new TooManyRequestsError(`${service} was asked as often as was priced`);
          }
          return next(step);
        },
      { step: 'initialize', priority: 'high', name: 'limitRequests' },
    );
  return clients;
}
