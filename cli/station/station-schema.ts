// The schema of a station's file. It checks the file, and is published.
import * as z from 'zod';
import { stationEndings } from '#twin/station/station.ts';
import { seedMax } from '../option-values.ts';

/** A century is more than enough. With it every sum of times is exact to the microsecond. */
const spanMsMax = 3.2e12;
const positiveMs = z.number().positive().max(spanMsMax);
const momentMs = z.number().min(0).max(spanMsMax);
const variation = z.number().positive().max(100).describe('standard deviation over mean');
const ratePerSecond = z.number().min(0).max(1e9);
const span = { fromMs: momentMs, untilMs: positiveMs };

const service = z.discriminatedUnion('law', [
  z.strictObject({ law: z.literal('exponential'), meanMs: positiveMs }),
  z.strictObject({ law: z.literal('deterministic'), meanMs: positiveMs }),
  z.strictObject({ law: z.literal('lognormal'), meanMs: positiveMs, variation }),
  z.strictObject({ law: z.literal('hyperexponential'), meanMs: positiveMs, variation }),
  z.strictObject({
    law: z.literal('empirical'),
    valuesMs: z.array(positiveMs).min(1).max(100_000).describe('all of them are equally likely'),
  }),
]);

const backoff = z.discriminatedUnion('law', [
  z.strictObject({ law: z.literal('none') }),
  z.strictObject({
    law: z.literal('fixed'),
    baseMs: positiveMs,
    jitter: z.enum(['none', 'full', 'equal']),
  }),
  z.strictObject({
    law: z.literal('exponential'),
    baseMs: positiveMs,
    capMs: positiveMs,
    jitter: z.enum(['none', 'full', 'equal', 'decorrelated']),
  }),
]);

const event = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('servers-down'),
    ...span,
    servers: z.int().min(1).max(1_000_000),
  }),
  z.strictObject({ kind: z.literal('slow-down'), ...span, factor: z.number().positive().max(1e6) }),
  z.strictObject({ kind: z.literal('failures'), ...span, share: z.number().min(0).max(1) }),
]);

/** The content of a file, parsed. `stationFaults` decides whether it makes sense. */
export const stationSchema = z.strictObject({
  $schema: z.string().optional(),
  kind: z.literal('station'),
  schemaVersion: z.literal(1),
  title: z.string().min(1).max(200),
  servers: z.int().min(1).max(1_000_000).describe('how many requests are worked on at once'),
  service,
  queue: z.strictObject({
    discipline: z.enum(['fifo', 'lifo']),
    limit: z.union([
      z
        .int()
        .min(0)
        .max(2 ** 31),
      z.literal('none'),
    ]),
  }),
  clients: z.strictObject({
    timeoutMs: z.union([positiveMs, z.literal('none')]),
    retries: z.union([z.int().min(0).max(1_000_000), z.literal('endless')]),
    backoff,
    abandonsQueue: z.boolean().describe('whether a waiting attempt leaves with its client'),
  }),
  load: z.strictObject({
    law: z.enum(['poisson', 'deterministic']),
    phases: z
      .array(
        z.strictObject({
          fromMs: momentMs,
          ratePerSecond,
          toRatePerSecond: ratePerSecond.optional().describe('a ramp: the rate at its end'),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  events: z.array(event).max(1000).default([]),
  durationMs: positiveMs,
  warmUpMs: momentMs.default(0),
  intervalMs: positiveMs,
  seed: z.int().min(0).max(seedMax).default(1),
  expected: z.enum(stationEndings).optional(),
});

/** The published schema, docs/schemas/station.schema.json. */
export function stationJsonSchema(): object {
  return {
    title: 'A station: one service with its clients, for rebootstorm station',
    ...z.toJSONSchema(stationSchema, { io: 'input' }),
  };
}
