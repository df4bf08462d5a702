// Least privilege from both sides: whatever the functions do in hostile storms they may do, and
// whatever they may do they did, or it is said here why not. No cloud used in tests checks IAM.
import { resolve } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { sqsClient } from '#adapters/clients.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { FAULTS_DEFAULT } from '#local-cloud/faults.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { rateCardOf } from '#pricing/rate-card.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { drill } from '#scenarios/drill.ts';
import { type WholeStorm, wholeStorm } from '../deploy/whole-storm.ts';
import { covers, type Grant, grantsByEntry } from './granted-actions.ts';
import { type Needs, needKey, needOf, noteNeeds } from './needed-actions.ts';

const template = readStackTemplate(resolve('cli'));

/** Ten bad days at once, so that messages are lost for long enough to need repair. */
const faults = {
  ...FAULTS_DEFAULT,
  duplicate: 10 * FAULTS_DEFAULT.duplicate,
  lostAck: 10 * FAULTS_DEFAULT.lostAck,
  crash: 10 * FAULTS_DEFAULT.crash,
};

/** Leases long enough for a missed report to be repaired, or too short for every report in time. */
const leaseMsOf = { resilient: 75_000, 'legacy-2007': 40_000 } as const;

const scenarioUnder = (policy: keyof typeof leaseMsOf): Scenario => ({
  ...drill,
  timings: { ...drill.timings, renewEveryMs: 30_000, leaseMs: leaseMsOf[policy] },
});

/** A report is lost and missed in one storm of several, so that storms go on until one was. */
const stormsMax = 12;

/** Granted, but not by calls of ours: by whom, or why. */
const notOurs: readonly (readonly [RegExp, string])[] = [
  [/^xray:/, 'the tracing of Lambda itself'],
  [/^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)/, 'the event source mapping'],
  [/^sqs:(GetQueueAttributes|GetQueueUrl)/, 'the CDK grants it with every send and receive'],
  [/^logs:/, 'the logging of Lambda itself'],
];

async function stormUnder(
  policy: keyof typeof leaseMsOf,
  seed: number,
): Promise<Map<string, Set<string>>> {
  const needs: Needs = new Map();
  const idOf = new Map<string, string>();
  const code = noteNeeds(functionCode, needs, (value) => idOf.get(value) ?? value);
  const { cloud, end, ...rest } = await wholeStorm({
    scenario: scenarioUnder(policy),
    policy,
    nodeCount: 120,
    template,
    faults,
    seed,
    // Only a run with a cap has a ledger to write.
    costCap: { maxUsd: 100, rates: rateCardOf(shippedPriceBook('us-east-1')) },
    code: Object.fromEntries(
      Object.entries(code).map(([entry, start]) => [
        entry,
        (environment) => {
          for (const [id, value] of variablesOf(environment.env)) idOf.set(value, id);
          return start(environment);
        },
      ]),
    ),
  });
  await poison({ cloud, ...rest });
  await end(20 * 60_000);
  return needs;
}

/** The logical ids behind a function's variables, each with the value that the cloud gave it. */
function variablesOf(env: Readonly<Record<string, string>>): [string, string][] {
  const resources = Object.values(template.Resources as Record<string, JsonObject>);
  return resources.flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const { Variables } = (Properties as JsonObject).Environment as {
      Variables: Record<string, { Ref: string }>;
    };
    return Object.entries(Variables).flatMap(([name, { Ref }]): [string, string][] => {
      const value = env[name];
      return value === undefined ? [] : [[Ref, value]];
    });
  });
}

/** A non-retryable message for each consumer, to be quarantined. */
async function poison({ cloud, operator }: Pick<WholeStorm, 'cloud' | 'operator'>) {
  const sqs = sqsClient(operator);
  for (const name of ['MEMBERSHIP', 'LOGIN', 'HEAL']) {
    const QueueUrl = operator.env[`${name}_QUEUE_URL`];
    await cloud.settle(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'nonsense' })));
  }
}

describe('in hostile storms', () => {
  const needed = new Map<string, Grant[]>();
  const granted = grantsByEntry(template);

  /** What a function may do by our own will and has not done yet. */
  const idleOf = (entry: string): string[] =>
    (granted.get(entry) ?? [])
      .filter((grant) => !needed.get(entry)?.some((need) => covers(grant, need)))
      .map(needKey)
      .filter((key) => !notOurs.some(([pattern]) => pattern.test(key)));

  const noteStorm = async (policy: keyof typeof leaseMsOf, seed: number) => {
    for (const [entry, keys] of await stormUnder(policy, seed))
      needed.set(entry, [...(needed.get(entry) ?? []), ...[...keys].map(needOf)]);
  };

  beforeAll(async () => {
    await noteStorm('legacy-2007', 1);
    const isDone = () => Object.keys(functionCode).every((entry) => idleOf(entry).length === 0);
    for (let seed = 1; seed <= stormsMax && !isDone(); seed += 1)
      await noteStorm('resilient', seed);
  }, 240_000);

  test.each(Object.keys(functionCode))('%s may do whatever it did', (entry) => {
    const grants = granted.get(entry) ?? [];
    const refused = needed.get(entry)?.filter((need) => !grants.some((one) => covers(one, need)));
    expect(refused?.map(needKey)).toEqual([]);
  });

  test.each(Object.keys(functionCode))('%s did whatever it may do', (entry) => {
    expect(idleOf(entry)).toEqual([]);
  });

  test('heal alone queries the index of candidates', () => {
    const users = [...needed].filter(([, needs]) =>
      needs.some(({ resource }) => resource.endsWith('/index/candidates')),
    );
    expect(users.map(([entry]) => entry)).toEqual(['functions/heal.ts']);
  });
});
