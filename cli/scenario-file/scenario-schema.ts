// The shape of a scenario, once in full and once as a file may write it: with nearly everything
// left to the scenario that it extends.
import * as z from 'zod';
import type {
  DayProfile,
  Night,
  Sizes,
  Storm,
  Target,
  Timings,
  Zone,
} from '#domain/run-settings.ts';
import type {
  Assumption,
  RecoveryPoint,
  Scenario,
  ScenarioScale,
} from '#domain/scenario/scenario.ts';
import type { PopulationShape } from '#domain/storm/population.ts';

/** One schema for each field of a type, so that the compiler asks for fields that are new. */
type FieldsOf<Type> = { readonly [Field in keyof Type]-?: z.ZodType };

const ms = z.number().describe('Milliseconds.');
const momentMs = z.number().describe('A moment, in milliseconds since 1970 (UTC).');
const share = z.number().describe('A share, 0 to 1.');
const count = z.int().describe('A whole number.');

const timings = {
  bootMsMin: ms,
  bootMsMax: ms,
  orphanNoticeMsMax: ms,
  patienceMs: ms,
  retryMs: ms,
  backoffMsBase: ms,
  backoffMsMax: ms,
  leaseMs: ms,
  reportEveryMs: ms,
  healPaceMs: ms,
  healOverdueMs: ms,
  loginWindowMs: ms,
  loginsPerWindow: count.describe('Log-ins that a full cell serves in one window.'),
  candidateListMs: ms,
  observeEveryMs: ms,
  observeForMs: ms,
} satisfies FieldsOf<Timings>;

const sizes = {
  slotsPerSupernode: count,
  headroom: z.number().describe('Heal keeps slots at or above clients times this.'),
  promotionsPerStep: count,
  eligibleShare: share,
  attemptsPerMinuteMax: z.number().nullable().describe('Null: a supernode never protects itself.'),
} satisfies FieldsOf<Sizes>;

const shape = {
  nodeCount: count,
  cellNodes: count.describe('Nodes of a full cell; rates are per cell of this size.'),
  clientsPerSupernode: z.number(),
  slotsPerSupernode: count,
  operatorSlots: count,
  eligibleShare: share,
} satisfies FieldsOf<ScenarioScale['shape']> &
  FieldsOf<Omit<PopulationShape, 'zones' | 'cellCount'>>;

const zone = z.strictObject({
  label: z.string(),
  utcOffsetMinutes: z.number(),
  nodeShare: share,
  supernodeShare: share,
} satisfies FieldsOf<Zone>);

const night = z.strictObject({
  label: z.string(),
  threeAmUtcMs: momentMs.describe('03:00 of that night at UTC+0, in milliseconds since 1970.'),
  restartShare: z
    .union([share, z.record(z.string(), share)], {
      error: 'expected a share, or a share for each zone by its label',
    })
    .describe('Of the nodes that are on: one share, or one for each zone by its label.'),
  strikes: z
    .exactOptional(z.literal('supernodes'))
    .describe('Only nodes that are supernodes when it comes; left out: whoever is on.'),
} satisfies FieldsOf<Night>);

const day = z.strictObject({
  workdayShares: z.array(share).length(24).describe('One share for each hour from midnight.'),
  weekendFactor: z.number(),
} satisfies FieldsOf<DayProfile>);

const storm = {
  zones: z.array(zone).min(1),
  nights: z.array(night),
  spreadMs: ms,
  day: day.nullable().describe('Null: everybody wants to be online all the time.'),
  growthPerDay: z.number().describe('New nodes a day, as a share of those at the start.'),
} satisfies FieldsOf<Storm>;

const target = { onlineShare: share, healWithinMs: ms } satisfies FieldsOf<Target>;

const told = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'expected at most 60 of a-z, 0-9 and hyphens'),
  title: z.string(),
  startMs: momentMs,
  expected: z.record(
    z.string(),
    z.array(z.enum(['healed', 'late', 'stuck', 'failed', 'violated', 'unknown'])),
  ),
  usualOnlineCount: z.number(),
  recoveryPoints: z.array(
    z.strictObject({
      atMs: momentMs,
      onlineCount: z.number(),
      label: z.string(),
      factRow: z.string(),
    } satisfies FieldsOf<RecoveryPoint>),
  ),
  assumptions: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      mark: z.enum(['found', 'derived', 'fitted', 'guess']),
      source: z.string(),
    } satisfies FieldsOf<Assumption>),
  ),
};

const scale = z.strictObject({
  shape: z.strictObject(shape),
  sizes: z.strictObject(sizes),
  timings: z.exactOptional(z.strictObject(timings).partial()),
} satisfies FieldsOf<ScenarioScale>);

/** A scenario in full. */
export const wholeScenario = z.strictObject({
  ...told,
  embedded: scale,
  full: z.exactOptional(scale),
  storm: z.strictObject(storm),
  timings: z.strictObject(timings),
  target: z.strictObject(target),
} satisfies FieldsOf<Scenario>);

const partOfScale = z
  .strictObject({
    shape: z.strictObject(shape).partial(),
    sizes: z.strictObject(sizes).partial(),
    timings: z.strictObject(timings).partial(),
  })
  .partial();

/** A scenario as a file may write it. What is left out is as in the scenario that it extends. */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().describe('For editors: where this schema is.'),
    extends: z.string().describe('A scenario that ships; without it, everything has to be given.'),
    ...told,
    embedded: partOfScale.describe('The network cut down, for the local cloud.'),
    full: partOfScale.describe('The network at the size that it really had, for the twin.'),
    storm: z.strictObject(storm).partial(),
    timings: z.strictObject(timings).partial(),
    target: z.strictObject(target).partial(),
  })
  .partial();

/** What a file may say, parsed. */
export type ScenarioFile = z.infer<typeof scenarioFile>;

/** The published schema, docs/schemas/scenario.schema.json. */
export function scenarioJsonSchema(): object {
  return { title: 'A scenario of rebootstorm', ...z.toJSONSchema(scenarioFile) };
}
