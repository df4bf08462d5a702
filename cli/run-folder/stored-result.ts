// What a run's folder holds, as it has to be. It needs nothing of Node, so that a page reads the
// same.
import * as z from 'zod';
import { verdictKinds } from '#domain/storm/judge-run.ts';
import { phaseNames } from '#domain/storm/run-phase.ts';
import { storedBill } from './stored-bill.ts';

/** A number, or null where it was not measured, which becomes NaN. */
export const amount = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
/** Numbers by name. */
export const amounts = z.record(z.string(), z.number());

const storedPhase = z.object({
  phase: z.enum(phaseNames),
  fromMs: z.number(),
  toMs: z.number(),
  meters: amounts,
});

/** One policy's run, as the commands that read run folders need it. */
export const storedRun = z.object({
  policy: z.string(),
  verdict: z.object({
    kind: z.enum(verdictKinds),
    sentence: z.string(),
  }),
  healMs: z.number().nullable(),
  belowTargetMs: amount,
  userHoursLost: amount,
  worstOfflineShare: amount,
  restarts: amount,
  loginAttempts: amount,
  loginsPlaced: amount,
  retriesPerLogin: amount,
  promotions: amount,
  messagesHandled: amount,
  violations: z.array(z.string()),
  counts: amounts,
  meters: amounts,
  faults: amounts,
  phases: z.array(storedPhase),
  startMs: z.number(),
  endMs: z.number(),
  bill: storedBill,
});

/** The version of `result.json` that is read. */
export const schemaVersionRead = 8;

/** The content of `result.json`, as the commands that read run folders need it. */
export const storedResult = z.object({
  schemaVersion: z.literal(schemaVersionRead, { error: 'another version wrote it; run it again' }),
  cloud: z.enum(['local', 'twin']),
  scale: z.enum(['embedded', 'full']),
  retries: z.enum(['executed', 'aggregated']).nullable(),
  scenario: z.string(),
  seed: z.number(),
  nodes: z.number(),
  cells: z.number(),
  faults: z.string(),
  runs: z.array(storedRun).min(1),
});

/** A manifest may come from elsewhere. Nothing outside its folder is read for it. */
const pathInFolder = z
  .string()
  .refine((path) => /^[^/\\]/.test(path) && !path.split(/[/\\]/).includes('..'), {
    error: 'must be a path inside the folder',
  });

/** The content of `manifest.json`. */
export const storedManifest = z.object({
  argv: z.array(z.string()),
  commit: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  inputs: z.record(
    z.string(),
    z.object(
      {
        copy: pathInFolder,
        digest: z.string(),
        files: z.record(pathInFolder, z.string()),
      },
      { error: 'another version wrote it, which kept no copies of files; run it again' },
    ),
  ),
  settings: z.record(z.string(), z.unknown()),
  unfinished: z.array(z.string()).optional(),
});

/** One policy's run, without its curves. */
export type StoredRun = z.infer<typeof storedRun>;

/** The content of `result.json`. A number that was not measured is NaN. */
export type StoredResult = z.infer<typeof storedResult>;

/** The content of `manifest.json`. */
export type StoredManifest = z.infer<typeof storedManifest>;

/** Enough of the result of stations to know it by. */
export const storedStations = z.object({
  kind: z.literal('stations'),
  stations: z.array(z.object({ name: z.string() })).min(1),
});
