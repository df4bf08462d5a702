// The cases on the local cloud, before they go to AWS: what they use there is what bounds their
// price, and how long they wait is what somebody should know before.
import type { RequestsMax } from '#adapters/priced-requests.ts';
import { makeBill } from '#pricing/bill.ts';
import type { BillableMeterName } from '#pricing/billable-meters.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOf, type CostBound, UnboundedCostError } from '#runner/deployed/cost-bound.ts';
import { safetyFactor } from '#runner/deployed/storm-bound.ts';
import type { ContractCase, ContractResources } from '../contract-case.ts';
import { startCloud, useCloud } from '../engines/local-cloud-engine.ts';
import { canBeMade } from '../made-resources.ts';

/** What the cases used and took on the local cloud. */
export type Rehearsal = {
  /** By name, of all cases together. */
  readonly meters: Readonly<Record<string, number>>;
  /** How long each case waited, on the cloud's clock, in the order of the cases. */
  readonly waitsMs: readonly number[];
};

/** Runs every case on the local cloud, in this process. */
export async function rehearse(cases: readonly ContractCase[]): Promise<Rehearsal> {
  const meters: Record<string, number> = {};
  const waitsMs: number[] = [];
  for (const { resources = {}, run } of cases) {
    const cloud = startCloud(resources);
    const fromMs = cloud.nowMs();
    await useCloud(cloud, run);
    waitsMs.push(cloud.nowMs() - fromMs);
    for (const [name, used] of Object.entries(cloud.meters()))
      meters[name] = (meters[name] ?? 0) + used;
  }
  return { meters, waitsMs };
}

/** Making and deleting one is fewer requests than this; a table is waited for, which takes more. */
const requestsOfQueue = 4;
const requestsOfTable = 12;

/** Looking for what is left, and deleting it. */
export const requestsOfCleaning = { SQS: 500, DynamoDB: 200 } as const;

/**
 * While a stack is made and deleted, the pollers of its mapping ask its queue: 15 times a minute
 * (docs/facts.md, 5.7), here for a quarter of an hour.
 */
const pollsOfMapping = 15 * 15;

/** What the cases' own calls may ask at most; the rest of the permit is for cleaning up. */
export function requestsOfCases(cases: readonly ContractCase[], { meters }: Rehearsal) {
  const asked = (name: string) => safetyFactor * (meters[name] ?? 0);
  return {
    SQS: Math.ceil(asked('sqs.requests')) + requestsOfQueue * countOf(cases, 'AWS::SQS::Queue'),
    DynamoDB:
      Math.ceil(asked('dynamodb.requests')) +
      requestsOfTable * countOf(cases, 'AWS::DynamoDB::Table'),
  };
}

/** Bounds what the cases cost on AWS. @throws {UnboundedCostError} */
export function boundOfCases(
  cases: readonly ContractCase[],
  rehearsal: Rehearsal,
  book: PriceBook,
): CostBound {
  const asked = requestsOfCases(cases, rehearsal);
  const requestsMax: RequestsMax = {
    SQS: asked.SQS + requestsOfCleaning.SQS,
    DynamoDB: asked.DynamoDB + requestsOfCleaning.DynamoDB,
  };
  const mappings = countOf(cases, 'AWS::Lambda::EventSourceMapping');
  const meters = Object.fromEntries(
    Object.entries(rehearsal.meters).map(([name, used]) => [name, used * safetyFactor]),
  );
  const queueRequests = 'sqs.standardRequests';
  meters[queueRequests] =
    (meters[queueRequests] ?? 0) + (requestsMax.SQS ?? 0) + mappings * pollsOfMapping;
  const use = { meters, phases: [], nodes: 1, unseen: [] };
  const work = { loginsPlaced: 0, joinsLeavesAndRenewals: 0 };
  const { serviceUsd, unpriced } = makeBill({ ...use, work }, book);
  const lacking = Object.keys(unpriced) as BillableMeterName[];
  if (lacking.length > 0) throw new UnboundedCostError(lacking, book);
  const counts = Object.entries(requestsMax).map(
    ([service, most]) => `${most.toLocaleString('en-US')} to ${service}`,
  );
  return boundOf(serviceUsd, requestsMax, [
    `what the local cloud bills for the same cases, times ${safetyFactor}`,
    `the suite's own requests, of which no more are sent: ${counts.join(', ')}`,
    ...(mappings === 0 ? [] : [`the polls of ${mappings} mappings while they stand`]),
  ]);
}

function countOf(cases: readonly ContractCase[], type: string): number {
  const resources = cases.flatMap((one) =>
    Object.values<ContractResources[string]>(one.resources ?? {}),
  );
  return resources.filter(({ Type }) => Type === type).length;
}

/** A case that waits this long is slow. */
const slowMs = 10_000;

/** Making and deleting a stack with a function takes about so long on AWS. */
const stackMs = 120_000;

/** What is slow about these cases, in sentences. @param atOnce how many run at the same time */
export function slowWords(
  cases: readonly ContractCase[],
  { waitsMs }: Rehearsal,
  atOnce: number,
): string[] {
  const slow = cases.filter((_one, index) => (waitsMs[index] ?? 0) >= slowMs);
  const stacks = cases.filter(({ resources = {} }) => !canBeMade(resources));
  const totalMs = waitsMs.reduce((sum, one) => sum + one, 0) + stacks.length * stackMs;
  const minutes = Math.max(1, Math.ceil(totalMs / atOnce / 60_000));
  const seconds = (title: string) =>
    Math.round((waitsMs[cases.findIndex((one) => one.title === title)] ?? 0) / 1000);
  return [
    ...slow.map(({ title }) => `waits ${seconds(title)} s: ${title}`),
    ...(stacks.length > 0
      ? [`${stacks.length} cases deploy a stack each, which takes minutes`]
      : []),
    `about ${minutes} min in all, ${atOnce} cases at a time`,
  ];
}
