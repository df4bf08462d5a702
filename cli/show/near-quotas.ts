// Finds the AWS quotas that runs nearly met, by their peaks.
import { type QuotaName, quotas } from '#domain/quotas/quotas.ts';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import { formatCount, formatShare } from '#runner/sentences/human-numbers.ts';

/** The quotas whose peaks are measured, by the peak's name in both clouds. */
const peakOf: Readonly<Partial<Record<QuotaName, string>>> = {
  historyEvents: 'stepFunctions.historyEvents',
  transitionsPerSecond: 'stepFunctions.transitionsPerSecond',
  accountConcurrency: 'lambda.concurrency',
  inFlight: 'sqs.inFlight',
  partitionWriteUnits: 'dynamodb.partitionWriteUnitsPerSecond',
  partitionReadUnits: 'dynamodb.partitionReadUnitsPerSecond',
  newTableWriteUnits: 'dynamodb.tableWriteUnitsPerSecond',
  newTableReadUnits: 'dynamodb.tableReadUnitsPerSecond',
  tableWriteUnits: 'dynamodb.tableWriteUnitsPerSecond',
  tableReadUnits: 'dynamodb.tableReadUnitsPerSecond',
  logEventBytes: 'logs.lineBytes',
};

/** From this share of a quota on, it is reported. */
export const nearShare = 0.8;

/** A quota that a run nearly met. */
export interface NearQuota {
  readonly name: QuotaName;
  readonly limit: number;
  readonly peak: string;
}

/** The quotas that a run of a comparison nearly met, in the order of docs/quotas.md. */
export function nearQuotas(
  result: Pick<ComparisonResult, 'accountConcurrency' | 'runs'>,
): NearQuota[] {
  return Object.entries(peakOf).flatMap(([key, peak]) => {
    const name = key as QuotaName;
    const limit = name === 'accountConcurrency' ? result.accountConcurrency : quotas[name].value;
    const isNear = result.runs.some(({ peaks }) => (peaks[peak] ?? 0) >= nearShare * limit);
    return isNear ? [{ name, limit, peak }] : [];
  });
}

/** How much of a quota a run used at its peak: `9 of 10 (90.0 %)`. */
export function formatNear({ peaks }: RunResult, { peak, limit }: NearQuota): string {
  const used = peaks[peak];
  if (used === undefined) return '–';
  return `${formatCount(used)} of ${formatCount(limit)} (${formatShare(used / limit)})`;
}
