// What a template has that is billed for as long as it is there, whether it is used or not.
import type { JsonObject } from '../service.ts';
import { isObject } from './template-shape.ts';

/** How much of a meter each hour adds. */
export interface StandingCharge {
  readonly meter: string;
  readonly perHour: number;
}

/**
 * In alarms of one metric at standard resolution, since that is how their prices lie: $0.10, $0.30
 * and $0.50 a month ("Amazon CloudWatch pricing"; that of a composite alarm is background).
 */
const ALARM_UNITS = { highResolution: 3, composite: 5 };

/** What a resource is billed by the hour, if it is; `properties` as the template has them. */
export function standingCharge(type: string, properties: JsonObject): StandingCharge | undefined {
  const meter = METERS[type];
  if (meter === undefined) return undefined;
  return { meter, perHour: type === 'AWS::CloudWatch::Alarm' ? alarmUnits(properties) : one(type) };
}

/** What they come to over a time, by meter. */
export function chargesOver(
  charges: readonly StandingCharge[],
  passedMs: number,
): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { meter, perHour } of charges)
    totals[meter] = (totals[meter] ?? 0) + (perHour * passedMs) / HOUR_MS;
  return totals;
}

const HOUR_MS = 3_600_000;

const METERS: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'cloudwatch.alarmHours',
  'AWS::CloudWatch::CompositeAlarm': 'cloudwatch.alarmHours',
  'AWS::CloudWatch::Dashboard': 'cloudwatch.dashboardHours',
  'AWS::KMS::Key': 'kms.keyHours',
  'AWS::SecretsManager::Secret': 'secretsManager.secretHours',
};

function one(type: string): number {
  return type === 'AWS::CloudWatch::CompositeAlarm' ? ALARM_UNITS.composite : 1;
}

/** An alarm is billed by the metrics that it watches; an expression over them is free. */
function alarmUnits({ Metrics: metrics, Period: period }: JsonObject): number {
  if (!Array.isArray(metrics)) return unitsAt(period);
  let units = 0;
  for (const metric of metrics) {
    if (!isObject(metric)) continue;
    if (isObject(metric.MetricStat)) units += unitsAt(metric.MetricStat.Period);
    // The band that it expects, above and below, is two metrics more.
    if (String(metric.Expression).includes('ANOMALY_DETECTION_BAND')) units += 2;
  }
  return units;
}

function unitsAt(periodSeconds: unknown): number {
  return Number(periodSeconds ?? 60) < 60 ? ALARM_UNITS.highResolution : 1;
}
