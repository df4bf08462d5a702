// The closed list of meters, and which cloud counts which. A meter that a cloud counts and that
// never moved may be absent from a result.
import { type StackConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { functionNames } from '#domain/stack-names.ts';
import { DESTRUCTIVE_FAULT_KINDS, FAULT_KINDS } from '#local-cloud/faults.ts';
import { SQS_OPERATION_NAMES } from '#local-cloud/sqs/operation-names.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import { MeterTotals } from '#twin/meters/meter-totals.ts';
import { detailWords } from './meter-words.ts';

/** What a word in angle brackets stands for. */
const membersOf: Readonly<Record<string, readonly string[]>> = {
  '<function>': functionNames,
  '<operation>': SQS_OPERATION_NAMES,
  '<kind>': [...FAULT_KINDS, ...DESTRUCTIVE_FAULT_KINDS],
};

/** Every meter by its full name: what is billed, and its details. */
export const meterNames: readonly string[] = [
  ...billableMeterNames,
  ...Object.keys(detailWords).flatMap((name) => {
    const [, beginning = '', placeholder = ''] = /^(.*)(<\w+>)$/.exec(name) ?? [];
    return membersOf[placeholder]?.map((member) => `${beginning}${member}`) ?? [name];
  }),
];

/** What the local cloud has not, or counts under another name (docs/meters.md). */
const unseenLocally: ReadonlySet<string> = new Set([
  'sqs.fifoRequests',
  'sqs.fairRequests',
  'sqs.messagesSent',
  'sqs.messagesReceived',
  'sqs.messagesDeleted',
  'lambda.pollerHours',
  'lambda.durationMs',
  'dynamodb.provisionedWriteUnitHours',
  'dynamodb.provisionedReadUnitHours',
  'kms.requests',
]);

/** The names of the twin's meters differ with what is deployed. */
const configurations: readonly StackConfiguration[] = [
  { ...usualConfiguration, architecture: 'arm64', tracing: 'on' },
  { ...usualConfiguration, architecture: 'x86', tableBilling: 'provisioned' },
];

/** Whether runs on a cloud count a meter, so that its absence from a result means 0. */
export function isCountedOn(cloud: 'local' | 'twin', meter: string): boolean {
  if (cloud === 'local') return meterNames.includes(meter) && !unseenLocally.has(meter);
  twinMeters ??= new Set(configurations.flatMap((one) => new MeterTotals(one).names()));
  return twinMeters.has(meter);
}

let twinMeters: ReadonlySet<string> | undefined;
