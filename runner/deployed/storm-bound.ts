// What a storm on AWS can cost at most: the twin's bill of the same storm on the dearest stack,
// times a factor for what the twin does not model, and the requests of the command that watches it.
import type { RequestsMax } from '#adapters/priced-requests.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { type StackConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { lastRestartAtMs, observedUntilMs } from '#domain/storm/plan-storm.ts';
import type { BillableMeterName } from '#pricing/billable-meters.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NamedPolicy } from '../policy-choice.ts';
import { billRun } from '../pricing/bill-run.ts';
import { formatDuration } from '../sentences/human-numbers.ts';
import { twinRun } from '../twin/twin-run.ts';
import {
  boundOf,
  boundOfBoth,
  boundOfRequests,
  type CostBound,
  readUnitsOfPage,
  UnboundedCostError,
} from './cost-bound.ts';
import { scansMax } from './deployed-storm.ts';
import { lettersRequestsMax } from './letters-of-runs.ts';
import { headStartMsOf, stormLastsMs } from './storm-order.ts';
import { graceMs, observationIntervals } from './watch-storm.ts';

/** Which storm is priced. */
export interface PricedStorm {
  readonly scenario: Scenario;
  readonly policy: NamedPolicy;
  readonly seed: number;
  readonly nodes: number;
  /** How long its network may wait for the storm, in milliseconds; absent: it does not. */
  readonly waitsMs?: number;
}

/**
 * The local cloud, whose services fail as AWS's do, bills up to 4.9 times of what the twin does for
 * one service, and 1.8 times in all (drill, 300 nodes, seed 2007, November 2026). AWS itself was
 * never measured, so it is twice the worst of these.
 */
export const safetyFactor = 10;

/**
 * A storm does not say how its stack was deployed, so that it is priced for the dearest of the
 * settings that change a bill: a trace of each invocation, every metric, children of their own.
 */
const dearestConfiguration: StackConfiguration = {
  ...usualConfiguration,
  tracing: 'on',
  metrics: 'all',
  architecture: 'x86',
  mapChildren: 'standard',
};

/** Bounds the price of a storm. @throws {UnboundedCostError} */
export async function boundOfStorm(storm: PricedStorm, book: PriceBook): Promise<CostBound> {
  const { run } = await twinRun(
    {
      cloud: 'twin',
      scenario: storm.scenario,
      policy: storm.policy,
      seed: storm.seed,
      nodeCount: storm.nodes,
      scale: 'embedded',
      retries: 'executed',
      configuration: dearestConfiguration,
    },
    () => {},
    () => 0,
  );
  const bill = billRun(run, storm.nodes, { book, isFreeTierUsed: false });
  const unpriced = Object.keys(bill.unpriced) as BillableMeterName[];
  if (unpriced.length > 0) throw new UnboundedCostError(unpriced, book);
  // A network that waits costs no more than one that is stormed for as long.
  const { waitsMs = 0 } = storm;
  const factor = safetyFactor * (1 + waitsMs / stormLastsMs(storm.scenario));
  const serviceUsd = Object.fromEntries(
    Object.entries(bill.serviceUsd).map(([service, usd]) => [service, usd * factor]),
  );
  const { cellNodes } = storm.scenario.embedded.shape;
  return boundOfBoth(
    boundOf(serviceUsd, {}, [
      `the twin's bill of this storm with every metric and trace, times ${safetyFactor}`,
      ...(waitsMs > 0
        ? [`as much again for each ${formatDuration(stormLastsMs(storm.scenario))} of waiting`]
        : []),
    ]),
    boundOfRequests(stormRequests(storm), book, readUnitsOf(cellNodes)),
  );
}

/** Bounds the price of several storms, one after the other. @throws {UnboundedCostError} */
export async function boundOfStorms(
  storms: readonly PricedStorm[],
  book: PriceBook,
): Promise<CostBound> {
  let all = boundOf({}, {}, []);
  for (const storm of storms) all = boundOfBoth(all, await boundOfStorm(storm, book));
  const asked = Object.entries(all.requestsMax).map(
    ([service, most]) => `${most.toLocaleString('en-US')} to ${service}`,
  );
  return boundOf(all.serviceUsd, all.requestsMax, [
    `${storms.length} storms: the twin's bill of each with every metric and trace, times ` +
      `${safetyFactor}`,
    `the command's own requests, each as the dearest of its kind: at most ${asked.join(', ')}`,
  ]);
}

/** One read takes at most all rows of a cell, each below 1 KB. */
function readUnitsOf(cellNodes: number): number {
  return Math.min(readUnitsOfPage, Math.ceil(cellNodes / 4));
}

/** What seeding, watching and checking a storm asks at most. */
export function stormRequests({ scenario, policy, seed, nodes }: PricedStorm): RequestsMax {
  const chosen = { policy: policy.policy, seed, nodeCount: nodes };
  const { settings } = planRun(scenario, { ...chosen, runId: 'priced', shiftMs: 0 });
  const cells = settings.cells.length;
  const { coarseMs, fineMs } = observationIntervals(settings);
  const lastRestartMs = lastRestartAtMs(settings.storm, settings.shiftMs);
  const beforeMs = Math.max(0, lastRestartMs - scenario.startMs) + headStartMsOf(nodes);
  const afterMs = observedUntilMs(settings) - lastRestartMs + graceMs;
  const observations = Math.ceil(beforeMs / coarseMs) + Math.ceil(afterMs / fineMs) + 2;
  // Rows that are put 25 at a time, and may have to be put again.
  const seeding = 4 * (Math.ceil(nodes / 25) + 2 * cells + 2);
  const pages = cells * (1 + Math.ceil(nodes / cells / 500));
  return {
    DynamoDB: 1 + seeding + observations * (cells + 1) + scansMax * (2 * pages + 2),
    SQS: 100 + nodes + lettersRequestsMax,
    CloudWatch: 1_000,
  };
}
