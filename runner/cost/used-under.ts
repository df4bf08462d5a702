// What a run uses under settings that change nothing but its bill.
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import type { BillableRun } from '../pricing/bill-run.ts';

type Meters = Readonly<Record<string, number>>;

/** The table and its one index: each has units of its own. */
const provisionedParts = 2;

/**
 * The same run as it would be billed under a configuration.
 * @param run as it went under the usual memory, processor and billing of the table
 */
export function usedUnder(run: BillableRun, configuration: StackConfiguration): BillableRun {
  const phases = run.phases.map((phase) => {
    const hours = (phase.toMs - phase.fromMs) / 3_600_000;
    return { ...phase, meters: metersUnder(phase.meters, configuration, hours) };
  });
  const hours = run.phases.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 3_600_000, 0);
  return { ...run, phases, meters: metersUnder(run.meters, configuration, hours) };
}

function metersUnder(meters: Meters, configuration: StackConfiguration, hours: number) {
  return withTable(withCompute(meters, configuration), configuration, hours);
}

/** Durations stay as they are: see docs/costs.md. */
function withCompute(meters: Meters, { memoryMb, architecture }: StackConfiguration): Meters {
  const { 'lambda.armGbSeconds': armGbSeconds, ...others } = meters;
  if (armGbSeconds === undefined) return meters;
  const name = architecture === 'arm64' ? 'lambda.armGbSeconds' : 'lambda.x86GbSeconds';
  return { ...others, [name]: armGbSeconds * (memoryMb / usualConfiguration.memoryMb) };
}

function withTable(meters: Meters, configuration: StackConfiguration, hours: number): Meters {
  if (configuration.tableBilling === 'on-demand') return meters;
  const { 'dynamodb.readUnits': _read, 'dynamodb.writeUnits': _written, ...others } = meters;
  const reserved = (units: number) => units * provisionedParts * hours;
  return {
    ...others,
    'dynamodb.provisionedReadUnitHours': reserved(configuration.tableReadUnits),
    'dynamodb.provisionedWriteUnitHours': reserved(configuration.tableWriteUnits),
  };
}
