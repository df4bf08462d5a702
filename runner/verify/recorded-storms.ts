// What a deployed stack did in a verification, as a file: it can be held against the clouds again,
// without the stack.
import * as z from 'zod';
import { readConfiguration, type StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { readJsonOrRefuse } from '../json-file.ts';
import { formatIssues } from '../sentences/format-issues.ts';
import { stableJson } from '../stable-json.ts';
import { refuseUnwritable, writeOrRefuse } from '../writable-file.ts';
import { WrongInputError } from '../wrong-input-error.ts';
import type { MeasuredElsewhere } from './measured.ts';

/** A file is no recording of a verification, or cannot be written. */
export class RecordedStormsError extends WrongInputError {
  override readonly name = 'RecordedStormsError';
}

const numbers = z.record(z.string(), z.number());

const measured = z.strictObject({
  counts: numbers,
  meters: numbers,
  ending: z.enum(['healed', 'timed-out', 'failed', 'horizon']),
  violations: z.array(z.string()).readonly(),
  /** These three are absent of a storm that failed. */
  worstOfflineShare: z.number().optional(),
  healMs: z.number().nullable().optional(),
  belowTargetMs: z.number().optional(),
});

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  recordedAt: z.iso.datetime(),
  /** Where it was, in words, such as `MiniStack 1.5.33 on this machine`. */
  where: z.string().min(1),
  scenario: z.string().refine((name) => Object.hasOwn(scenarios, name), 'no scenario that ships'),
  nodes: z.int().positive(),
  seeds: z.strictObject({ first: z.int(), count: z.int().positive() }),
  /** The stack's settings, by name; one that is absent, such as a newer one, is as usual. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Each with a run for each seed, in the order of the seeds. */
  policies: z.array(z.strictObject({ policy: z.string(), runs: z.array(measured) })).nonempty(),
});

/** The recording. */
export type RecordedStorms = Omit<z.infer<typeof schema>, 'policies'> & {
  readonly policies: readonly {
    readonly policy: string;
    readonly runs: readonly MeasuredElsewhere[];
  }[];
};

/** Reads a recording. @throws {RecordedStormsError} */
export function readRecordedStorms(path: string): RecordedStorms {
  const content = readJsonOrRefuse(path, RecordedStormsError);
  const read = schema.safeParse(content);
  if (!read.success)
    throw new RecordedStormsError(
      `${path} is no recorded verification: ` +
        formatIssues(read.error, schema, content).join('; '),
    );
  const { policies, seeds, ...rest } = read.data;
  const short = policies.find(({ runs }) => runs.length !== seeds.count);
  if (short === undefined)
    return {
      ...rest,
      seeds,
      policies: policies.map(({ policy, runs }) => ({ policy, runs: runs.map(withoutUndefined) })),
    };
  throw new RecordedStormsError(
    `${path} has ${short.runs.length} runs of ${short.policy}, and says ${seeds.count} seeds`,
  );
}

function withoutUndefined({
  worstOfflineShare,
  healMs,
  belowTargetMs,
  ...run
}: z.infer<typeof measured>): MeasuredElsewhere {
  return {
    ...run,
    ...(worstOfflineShare === undefined ? {} : { worstOfflineShare }),
    ...(healMs === undefined ? {} : { healMs }),
    ...(belowTargetMs === undefined ? {} : { belowTargetMs }),
  };
}

/** The stack's configuration of a recording. @throws {RecordedStormsError} a setting is unknown */
export function configurationOf({ settings }: RecordedStorms): StackConfiguration {
  const read = readConfiguration(settings);
  if (read.kind === 'read') return read.configuration;
  throw new RecordedStormsError(read.problems.join(' '));
}

/** Writes a recording. @throws {RecordedStormsError} */
export function writeRecordedStorms(path: string, recorded: RecordedStorms): void {
  writeOrRefuse(path, stableJson(recorded), RecordedStormsError);
}

/** Makes sure that it can be written, before anything is paid for. @throws {RecordedStormsError} */
export function refuseUnwritableRecording(path: string): void {
  refuseUnwritable(path, RecordedStormsError);
}
