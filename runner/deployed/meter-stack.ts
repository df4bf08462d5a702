// The meters of a storm on a deployed stack: what CloudWatch counts of it, and what it does not.

import type { Runtime } from '#adapters/runtime.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { openStackMetrics, type Span, type StackMetrics } from '#adapters/stack/stack-metrics.ts';
import { readStackParts, type StackPart } from '#adapters/stack/stack-parts.ts';
import { metricNamespace, metricServiceOf } from '#domain/stack-names.ts';
import { chargesOver, standingCharge } from '#local-cloud/template/standing-charges.ts';
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';
import { billedMeters } from './billed-meters.ts';
import { metricSources } from './metric-sources.ts';

/** What a stack used in a time, as far as it can be seen. */
export interface SeenMeters {
  /** By name, as in a run's result. */
  readonly meters: Readonly<Record<string, number>>;
  /** What AWS would bill too, and nobody here counts. */
  readonly unseenMeters: readonly BillableMeterName[];
}

/** Numbers may come in for a while after the storm. */
const readsMax = 5;
const readEveryMs = 2_000;

/**
 * Meters a whole stack, whoever used it, in the clock minutes of a time. An engine may lack any of
 * the services that are asked; what they would have told is then unseen.
 */
export async function meterStack(
  runtime: Runtime,
  stackName: string,
  span: Span,
): Promise<SeenMeters> {
  const parts = await orNothing(readStackParts(runtime, stackName));
  // Of an unknown stack nothing is known to be free.
  if (parts === undefined) return { meters: {}, unseenMeters: billableMeterNames };
  const counted = await settledCounts(runtime, stackName, parts, span);
  const meters = sorted({ ...standingMeters(parts, span), ...counted });
  return { meters, unseenMeters: billedMeters(parts).filter((name) => !(name in meters)) };
}

/** What CloudWatch counted, once it has all. */
async function settledCounts(
  runtime: Runtime,
  stackName: string,
  parts: readonly StackPart[],
  span: Span,
): Promise<Record<string, number>> {
  const metrics = openStackMetrics(runtime);
  try {
    let counts = await orNothing(counted(metrics, stackName, parts, span));
    for (let reads = 1; reads < readsMax && counts !== undefined; reads += 1) {
      await runtime.sleep(readEveryMs);
      const again = await orNothing(counted(metrics, stackName, parts, span));
      const isSame = JSON.stringify(again) === JSON.stringify(counts);
      counts = again;
      if (isSame) break;
    }
    return counts ?? {};
  } finally {
    metrics.close();
  }
}

async function counted(
  metrics: StackMetrics,
  stackName: string,
  parts: readonly StackPart[],
  span: Span,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const own = { namespace: metricNamespace, dimensions: { service: metricServiceOf(stackName) } };
  for (const part of parts)
    await Promise.all(
      metricSources(part).map(async ({ meters, series }) => {
        const sum = await metrics.sumOf(series, span);
        if (sum === undefined) return;
        for (const meter of meters) counts[meter] = (counts[meter] ?? 0) + sum;
      }),
    );
  const metricHours = await metrics.seriesHours(own, span);
  if (metricHours > 0) counts['cloudwatch.metricHours'] = metricHours;
  return sorted(counts);
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function standingMeters(
  parts: readonly StackPart[],
  { fromMs, toMs }: Span,
): Record<string, number> {
  const charges = parts.flatMap(({ type, properties }) => standingCharge(type, properties) ?? []);
  return chargesOver(charges, toMs - fromMs);
}

/** Undefined: the service does not answer as AWS's does. */
async function orNothing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (serviceFailure(error) === undefined) throw error;
    return undefined;
  }
}
