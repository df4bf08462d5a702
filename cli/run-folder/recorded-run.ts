// Reads a whole run from the texts of its files, with the curves. It needs nothing of Node, and it
// trusts nothing: a page is given anybody's files.
import * as z from 'zod';
import { type InvariantId, invariantIds } from '#domain/invariants/invariant.ts';
import { type QuotaName, quotas } from '#domain/quotas/quotas.ts';
import type { ComparisonResult, Sample } from '#runner/result.ts';
import { withFullStop } from '#runner/sentences/full-stop.ts';
import { SeriesError, samplesByPolicy } from './read-series.ts';
import {
  amount,
  amounts,
  schemaVersionRead,
  storedResult,
  storedRun,
  storedStations,
} from './stored-result.ts';

/** The texts of a run's files; undefined: the file is not there. */
export interface RunFiles {
  readonly result: string;
  readonly manifest?: string | undefined;
  readonly series?: string | undefined;
}

/** A run as its files have it. */
export interface RecordedRun {
  /** Without `series.csv` its runs have no samples. What was not measured is NaN. */
  readonly result: ComparisonResult;
  /** Null: there is none beside it. */
  readonly manifest: RecordedManifest | null;
}

/** Files that are not those of a run. The message says which one, and why. */
export class RecordedRunError extends Error {
  override readonly name = 'RecordedRunError';
}

/** Reads a run. @throws {RecordedRunError} */
export function readRecordedRun({ result, manifest, series }: RunFiles): RecordedRun {
  const stored = checked('result.json', recordedResult, knownKind(jsonOf('result.json', result)));
  const samples = series === undefined ? new Map<string, Sample[]>() : samplesIn(series);
  for (const policy of samples.keys())
    if (!stored.runs.some((run) => run.policy === policy))
      throw wrong('series.csv', `it has samples of ${quoted(policy)}, which result.json has not`);
  const runs = stored.runs.map((run) => ({
    ...run,
    samples: samples.get(run.policy) ?? [],
    wallMs: Number.NaN,
  }));
  const read =
    manifest === undefined
      ? null
      : checked('manifest.json', recordedManifest, jsonOf('manifest.json', manifest));
  return { result: { ...stored, runs }, manifest: read };
}

/** Times that a calendar has. */
const moment = z.number().min(-8.64e15).max(8.64e15);

const name = z.string().max(200);
const sentence = z.string().max(5_000);

const failure = z.object({
  status: name,
  error: sentence.nullable(),
  cause: sentence.nullable(),
  quota: z.enum(Object.keys(quotas) as [QuotaName]).nullable(),
});

const violation = z.object({
  item: sentence,
  atMs: moment,
  entry: z.number(),
  words: sentence,
});

const invariant = z.object({
  id: z.enum(invariantIds as unknown as [InvariantId]),
  sentence,
  decidedBy: sentence,
  verdict: z.enum(['holds', 'violated', 'unknown']),
  reason: sentence.nullable(),
  violations: z.array(violation).max(1_000),
  violationCount: z.number(),
});

const wave = z.object({
  atMs: moment,
  label: name,
  restarts: z.number(),
  belowTargetMs: amount,
});

/** One policy's run with all that a page shows of it. */
const recordedRun = storedRun.extend({
  policy: name,
  expected: z.array(name).max(20),
  belowTargetAfterMs: amount,
  worstOfflineAtMs: moment.nullable().transform((value) => value ?? Number.NaN),
  loginsPerMinuteMax: amount,
  deadLetters: amounts,
  quarantined: amount,
  failure: failure.nullable(),
  invariants: z.array(invariant).max(100),
  peaks: amounts,
  startMs: moment,
  endMs: moment,
  lastRestartAtMs: moment,
  endedEarly: sentence.nullable(),
  waves: z.array(wave).max(10_000),
});

const recoveryPoint = z.object({
  atMs: moment,
  atMsRange: z.tuple([moment, moment]).exactOptional(),
  onlineCount: z.number(),
  onlineCountRange: z.tuple([z.number(), z.number()]).exactOptional(),
  label: name,
  factRow: name,
});

const assumption = z.object({
  name: sentence,
  value: sentence,
  provenance: z.enum(['found', 'derived', 'fitted', 'guess']),
  source: sentence,
});

/** A page draws each policy in each chart. */
const policiesMax = 20;

const recordedResult = storedResult.extend({
  scenario: name,
  title: sentence,
  story: z.array(sentence).max(100),
  accountConcurrency: z.number(),
  targetShare: z.number().min(0).max(1),
  recoveryPoints: z.array(recoveryPoint).max(1_000),
  usualOnlineCount: z.number(),
  fullNodeCount: z.number().nullable(),
  assumptions: z.array(assumption).max(1_000),
  runs: z
    .array(recordedRun)
    .min(1)
    .max(policiesMax)
    .refine((runs) => new Set(runs.map(({ policy }) => policy)).size === runs.length, {
      error: 'a policy is there twice',
    }),
});

const numbersAndMore = z.record(z.string(), z.unknown());

/** What a page shows of a manifest. */
const recordedManifest = z.object({
  argv: z.array(sentence).max(1_000),
  commit: name.nullable(),
  versions: z.record(z.string(), name),
  createdAt: z.iso.datetime(),
  unfinished: z.array(name).optional(),
  settings: z.object({
    startMs: moment,
    timings: numbersAndMore,
    storm: numbersAndMore,
    scale: z.object({
      shape: numbersAndMore,
      sizes: numbersAndMore,
      timings: numbersAndMore.exactOptional(),
    }),
  }),
});

/** The content of `manifest.json`, as far as a page shows it. */
export type RecordedManifest = z.infer<typeof recordedManifest>;

function samplesIn(series: string): Map<string, Sample[]> {
  try {
    return samplesByPolicy(series);
  } catch (error) {
    if (error instanceof SeriesError) throw wrong('series.csv', error.message);
    throw error;
  }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(file, 'it is not JSON');
  }
}

/** What is known and is no comparison is told by its own name. */
function knownKind(content: unknown): unknown {
  if (storedStations.safeParse(content).success)
    throw wrong('result.json', 'it is a run of stations, and this page shows runs of a network');
  if (outcomeOfStorm.safeParse(content).success)
    throw wrong('result.json', 'it is what storm --json prints, which has no curve');
  const versioned = z.object({ schemaVersion: z.unknown() }).safeParse(content);
  const version = versioned.success ? versioned.data.schemaVersion : undefined;
  if (version === schemaVersionRead || version === undefined) return content;
  const written = typeof version === 'number' ? String(version) : 'another kind';
  throw wrong(
    'result.json',
    `it is of schema version ${written}, and this page reads version ${schemaVersionRead}. ` +
      'Make the run again with this release, or open its report.html',
  );
}

const outcomeOfStorm = z.object({ executionArn: z.string(), stack: z.string() });

function checked<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  content: unknown,
): z.infer<Schema> {
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'the file';
  throw wrong(file, `${short(where)}: ${short(issue?.message ?? 'it is not as expected')}`);
}

function wrong(file: string, reason: string): RecordedRunError {
  return new RecordedRunError(withFullStop(`${file} is not that of a run: ${reason}`));
}

function quoted(text: string): string {
  return `'${short(text)}'`;
}

/** A file may hold anything. What is shown of it is short. */
function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
