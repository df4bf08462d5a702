// The shape of a scenario in two forms: in full, and as in a file, which may leave nearly
// everything to the scenario that it extends.
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
import {
  type Assumption,
  marks,
  type RecoveryPoint,
  type Scenario,
  type ScenarioScale,
  scenarioName,
} from '#domain/scenario/scenario.ts';
import {
  aMoment,
  anOnlineCount,
  aShare,
  dayRanges,
  type NumberRange,
  rangeReason,
  shapeRanges,
  sizeRanges,
  stormRanges,
  targetRanges,
  timingRanges,
  zoneRanges,
} from '#domain/scenario/scenario-ranges.ts';
import { verdictKinds } from '#domain/storm/judge-run.ts';
import type { PopulationShape } from '#domain/storm/population.ts';

/** One schema for each field of a type. The compiler asks for a schema for each new field. */
type FieldsOf<Type> = { readonly [Field in keyof Type]-?: z.ZodType };

/** One schema for each number of an object, from its range. */
function numbers<Name extends string>(
  ranges: Readonly<Record<Name, NumberRange>>,
  words: (name: Name) => string | undefined,
): Record<Name, z.ZodNumber> {
  const names = Object.keys(ranges) as Name[];
  const schemas = names.map((name) => [name, numberIn(ranges[name], words(name))] as const);
  return Object.fromEntries(schemas) as Record<Name, z.ZodNumber>;
}

/** A number in its range. A number outside it is refused in the words of `checkScenario`. */
function numberIn(range: NumberRange, words?: string): z.ZodNumber {
  const error = ({ input }: { input: unknown }) => rangeReason(range, input);
  const whole = range.isWhole ? z.number().int({ error }) : z.number();
  const above = range.isAboveMin ? whole.gt(range.min, { error }) : whole.min(range.min, { error });
  const schema = above.max(range.max, { error });
  return words === undefined ? schema : schema.describe(words);
}

const momentMs = numberIn(aMoment, 'A moment, in milliseconds since 1970 (UTC).');
const share = numberIn(aShare, 'A share, 0 to 1.');

/** The unit of a field, from its name: milliseconds or a share. */
function formatUnit(name: string): string | undefined {
  if (/Ms([A-Z]|$)/.test(name)) return 'Milliseconds.';
  return name.endsWith('Share') ? 'A share, 0 to 1.' : undefined;
}

const timings = {
  ...numbers(timingRanges, formatUnit),
  loginsPerRateLimitWindow: numberIn(
    timingRanges.loginsPerRateLimitWindow,
    'Log-ins that a full cell serves in one window.',
  ),
} satisfies FieldsOf<Timings>;

const sizes = {
  ...numbers(sizeRanges, formatUnit),
  headroom: numberIn(sizeRanges.headroom, 'Heal keeps slots at or above clients times this.'),
  attemptsPerMinuteMax: numberIn(sizeRanges.attemptsPerMinuteMax)
    .nullable()
    .describe('Null: a supernode never protects itself.'),
} satisfies FieldsOf<Sizes>;

const shape = {
  ...numbers(shapeRanges, formatUnit),
  cellNodes: numberIn(
    shapeRanges.cellNodes,
    'Nodes of a full cell; rates are per cell of this size.',
  ),
} satisfies FieldsOf<ScenarioScale['shape']> &
  FieldsOf<Omit<PopulationShape, 'zones' | 'cellCount'>>;

const zone = z.strictObject({
  label: z.string(),
  ...numbers(zoneRanges, formatUnit),
} satisfies FieldsOf<Zone>);

const night = z.strictObject({
  label: z.string(),
  threeAmUtcMs: numberIn(aMoment, '03:00 of that night at UTC+0, in milliseconds since 1970.'),
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
  ...numbers(dayRanges, formatUnit),
} satisfies FieldsOf<DayProfile>);

const storm = {
  zones: z.array(zone).min(1),
  nights: z.array(night),
  day: day.nullable().describe('Null: everybody wants to be online all the time.'),
  ...numbers(stormRanges, formatUnit),
  growthPerDay: numberIn(
    stormRanges.growthPerDay,
    'New nodes a day, as a share of those at the start.',
  ),
} satisfies FieldsOf<Storm>;

const target = numbers(targetRanges, formatUnit) satisfies FieldsOf<Target>;

const given = {
  name: z.string().regex(scenarioName, 'expected at most 60 of a-z, 0-9 and hyphens'),
  title: z.string(),
  story: z.array(z.string()).optional(),
  startMs: momentMs,
  expected: z.record(z.string(), z.array(z.enum(verdictKinds))),
  usualOnlineCount: numberIn(anOnlineCount),
  recoveryPoints: z.array(
    z.strictObject({
      atMs: momentMs,
      atMsRange: z
        .exactOptional(z.tuple([momentMs, momentMs]))
        .describe('The earliest and the latest moment that the source allows.'),
      onlineCount: numberIn(anOnlineCount),
      onlineCountRange: z
        .exactOptional(z.tuple([numberIn(anOnlineCount), numberIn(anOnlineCount)]))
        .describe('The least and the most that the source allows.'),
      label: z.string(),
      factRow: z.string(),
    } satisfies FieldsOf<RecoveryPoint>),
  ),
  assumptions: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      provenance: z.enum(marks),
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
  ...given,
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

/**
 * A scenario as in a file. A field that is left out has the value of the scenario that it extends.
 */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().describe('For editors: where this schema is.'),
    extends: z.string().describe('A scenario that ships; without it, everything has to be given.'),
    ...given,
    embedded: partOfScale.describe('The network cut down, for the local cloud.'),
    full: partOfScale.describe('The network at the size that it really had, for the twin.'),
    storm: z.strictObject(storm).partial(),
    timings: z.strictObject(timings).partial(),
    target: z.strictObject(target).partial(),
  })
  .partial();

/** The content of a file, parsed. */
export type ScenarioFile = z.infer<typeof scenarioFile>;

/** The published schema, docs/schemas/scenario.schema.json. */
export function scenarioJsonSchema(): object {
  return { title: 'A scenario of rebootstorm', ...z.toJSONSchema(scenarioFile) };
}
