// Deletes what a run of the suite made on AWS, and asks each service whether that is gone.
import {
  CloudFormationClient,
  DeleteStackCommand,
  ListStacksCommand,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { type Connected, dynamoDbClient, sqsClient } from '#adapters/clients.ts';
import { everyPage, type Found, type Question } from '#adapters/inventory/found.ts';
import { eventSourceMappings, functions, stateMachines } from '#adapters/inventory/functions.ts';
import { queues, tables } from '#adapters/inventory/messages-and-data.ts';
import { logGroups } from '#adapters/inventory/watching.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { isUnknownOperation } from '#adapters/unknown-operation.ts';
import { deleteWith } from '#cli/destroy/format-leftovers.ts';

/** How long stacks may take to go, and how long lists may show what is gone. */
export type CleaningPatience = {
  readonly stacksMs: number;
  readonly listsMs: number;
  readonly pollMs: number;
};

/** SQS shows a deleted queue for up to a minute (API reference, DeleteQueue). */
const onAws: CleaningPatience = { stacksMs: 15 * 60_000, listsMs: 3 * 60_000, pollMs: 10_000 };

/**
 * Deletes everything whose name begins as the run's does.
 * @param run what all names of the run begin with
 * @returns what is left, and what could not be asked for: one sentence each
 */
export async function cleanUp(
  connected: Connected,
  run: string,
  patience: CleaningPatience = onAws,
): Promise<string[]> {
  const questions = [
    stacks(connected),
    queues(connected),
    tables(connected),
    functions(connected),
    eventSourceMappings(connected),
    stateMachines(connected, () => false),
    logGroups(connected),
  ];
  const ownPart = `${run}-`;
  await until(patience.stacksMs, patience.pollMs, async () => {
    const standing = await stacksOf(connected, ownPart);
    await deleteStacks(connected, standing);
    return standing.length === 0;
  });
  let left: string[] = [];
  await until(patience.listsMs, patience.pollMs, async () => {
    const seen = await Promise.all(questions.map((question) => seenOf(question, ownPart)));
    left = seen.flatMap(({ words }) => words);
    await deleteMade(
      connected,
      seen.flatMap(({ found }) => found),
    );
    return left.length === 0;
  });
  return left;
}

/** Asks again until the answer is yes or time is over. */
async function until(limitMs: number, pollMs: number, isDone: () => Promise<boolean>) {
  const untilMs = performance.now() + limitMs;
  while (!(await isDone()) && performance.now() < untilMs)
    await new Promise((resolve) => setTimeout(resolve, pollMs));
}

async function seenOf(
  question: Question,
  ownPart: string,
): Promise<{ found: readonly Found[]; words: string[] }> {
  try {
    const all = await question.list();
    const found = all.filter(({ name, ids }) => [name, ...ids].some((id) => id.includes(ownPart)));
    return { found, words: found.map(wordsOf) };
  } catch (error) {
    // An engine in AWS's place may lack a service, which then has nothing.
    if (isUnknownOperation(error)) return { found: [], words: [] };
    const failure = serviceFailure(error, 'aws');
    if (failure === undefined) throw error;
    return { found: [], words: [`perhaps ${question.what}: ${failure.said}`] };
  }
}

function wordsOf({ kind, name, deleteBy = name }: Found): string {
  return `${kind} ${name}; to delete: aws ${deleteWith[kind]} ${deleteBy}`;
}

/** Those that are neither deleted nor of another run. */
async function stacksOf({ connection }: Connected, ownPart: string): Promise<StackSummary[]> {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  try {
    const all = await everyPage(async (NextToken) => {
      const page = await client.send(new ListStacksCommand({ NextToken }));
      return { items: page.StackSummaries ?? [], next: page.NextToken };
    });
    return all.filter(
      ({ StackName = '', StackStatus }) =>
        StackName.startsWith(ownPart) && StackStatus !== 'DELETE_COMPLETE',
    );
  } catch (error) {
    if (isUnknownOperation(error)) return [];
    throw error;
  } finally {
    client.destroy();
  }
}

function stacks(connected: Connected): Question {
  return {
    service: 'CloudFormation',
    what: 'stacks',
    list: async () =>
      (await stacksOf(connected, '')).map(({ StackName = '', StackStatus = '' }) => ({
        kind: 'stack',
        name: StackName,
        ids: [],
        note: StackStatus,
        upkeep: {},
      })),
  };
}

async function deleteStacks(
  { connection }: Connected,
  standing: readonly StackSummary[],
): Promise<void> {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  for (const { StackName, StackStatus } of standing)
    if (StackStatus !== 'DELETE_IN_PROGRESS')
      await client.send(new DeleteStackCommand({ StackName }));
  client.destroy();
}

/** What cases made by calls; all else belongs to stacks. */
async function deleteMade(connected: Connected, found: readonly Found[]): Promise<void> {
  const sqs = sqsClient(connected);
  const dynamodb = dynamoDbClient(connected);
  const { connection } = connected;
  const logs = connection.connect(new CloudWatchLogsClient(connection.clientConfig));
  const calls = found.map(({ kind, name, deleteBy }) => {
    if (kind === 'queue') return sqs.send(new DeleteQueueCommand({ QueueUrl: deleteBy ?? name }));
    if (kind === 'table') return dynamodb.send(new DeleteTableCommand({ TableName: name }));
    // AWS makes none, as the role of the functions may not write logs; engines do.
    if (kind === 'log group') return logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
    return Promise.resolve();
  });
  // What is gone already refuses, and what stays is seen by the next question.
  await Promise.allSettled(calls);
  sqs.destroy();
  dynamodb.destroy();
  logs.destroy();
}
