// The points of a grid: every combination of the values of all axes.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { FAULTS_NONE, type FaultPlan, formatFaults } from '#local-cloud/faults.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import { sha256 } from '#runner/sha256.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { faultChoice } from '../fault-option.ts';
import { policiesIn, withoutRepeats } from '../policy-option.ts';
import { FieldError, fieldsNamed, isTime, withFields } from './scenario-fields.ts';
import { amountsOf, type FieldValue, fieldValues, type VaryWords } from './vary-words.ts';

/** One run of a sweep. */
export interface SweepPoint {
  /** The value of each varied field, by the name under which it was varied. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly scenario: Scenario;
  /** The digest of the scenario, with its fields in their written order. */
  readonly scenarioHash: string;
  /** The faults, under the shortest name that `--faults` takes for them. */
  readonly faults: FaultChoice;
  /** The plan of faults before the rates that are varied. */
  readonly faultPlan: string;
  /** The policy's name; of a file, the `id` in it once the file was loaded. */
  readonly policy: string;
  readonly source: PolicySource;
  readonly nodes: number;
  readonly seed: number;
}

/** What a grid is made from. */
export interface GridChoices {
  readonly scenario: Scenario;
  readonly scale: Scale;
  /** Fields of the scenario, `policy`, `nodes`, `seed`, `faults` and rates of faults. */
  readonly vary: readonly VaryWords[];
  /** The policies, if they are not varied. */
  readonly policies: readonly PolicySource[];
  readonly nodes: number;
  readonly seeds: readonly number[];
  /** The faults, if they are not varied; absent or null where nothing can fail, as on the twin. */
  readonly faults?: FaultPlan | null;
}

/** Axes that are no field of the scenario. */
export const axesApart: readonly string[] = ['policy', 'nodes', 'seed', 'faults'];

/** A grid before its points are made. */
export interface Grid {
  readonly scenario: Scenario;
  readonly axes: readonly FieldAxis[];
  /** The plans of faults, before the rates that are varied. */
  readonly faultPlans: readonly FaultPlan[];
  readonly policies: readonly PolicySource[];
  /** What the policies are called, in the same order. */
  readonly policyNames: readonly string[];
  readonly nodeCounts: readonly number[];
  readonly seeds: readonly number[];
  /** The number of combinations of the fields' values and the faults. */
  readonly variantCount: number;
  /** The number of runs. */
  readonly pointCount: number;
}

/**
 * Reads the axes. Policies and seeds vary fastest, so that compared runs are side by side.
 * @throws {FieldError} or {InvalidArgumentError} for a field or a value that is not valid
 */
export function openGrid(choices: GridChoices): Grid {
  const { scenario, vary } = choices;
  const axisOf = (name: string) => vary.find(({ fields }) => fields.join() === name)?.values;
  const faultPlans = differentOf(
    axisOf('faults')?.map(faultPlanOf) ?? [choices.faults ?? FAULTS_NONE],
  );
  const fieldAxes = vary
    .filter(({ fields }) => !axesApart.includes(fields.join()))
    .map((words) => fieldAxis(choices, faultPlans, words));
  const variantCount = fieldAxes.reduce(
    (count, { values }) => count * values.length,
    faultPlans.length,
  );
  const policies = withoutRepeats(axisOf('policy')?.flatMap(policiesIn) ?? choices.policies);
  const nodeCounts = [...new Set(axisOf('nodes')?.flatMap(amountsOf) ?? [choices.nodes])];
  const seeds = [...new Set(axisOf('seed')?.flatMap(amountsOf) ?? choices.seeds)];
  return {
    scenario,
    axes: fieldAxes,
    faultPlans,
    policies,
    policyNames: policies.map(({ name }) => name),
    nodeCounts,
    seeds,
    variantCount,
    pointCount: variantCount * policies.length * nodeCounts.length * seeds.length,
  };
}

/** The grid with so many seeds, one after the other from its first. */
export function withSeeds(grid: Grid, count: number): Grid {
  const [first = 0] = grid.seeds;
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const pointCount = (grid.pointCount / grid.seeds.length) * count;
  return { ...grid, seeds, pointCount };
}

/** Makes the points of a grid one by one, always in the same order. @throws {FieldError} */
export function* pointsOf(grid: Grid): Generator<SweepPoint> {
  const { policies, policyNames, nodeCounts, seeds } = grid;
  for (const variant of variantsOf(grid))
    for (const nodes of nodeCounts)
      for (const [index, source] of policies.entries()) {
        const policy = policyNames[index] ?? source.name;
        for (const seed of seeds) yield { ...variant, policy, source, nodes, seed };
      }
}

/**
 * The points in the best order for running, some of them twice. The smallest run of each policy
 * comes first, so that a result is soon visible. Then larger networks come before smaller ones. So
 * at the end no thread has a long run while the others are idle.
 */
export function* pointsToRun(grid: Grid): Generator<SweepPoint> {
  const largestFirst = grid.nodeCounts.toSorted((a, b) => b - a);
  const { axes, seeds } = grid;
  yield* pointsOf({
    ...grid,
    axes: axes.map((axis) => ({ ...axis, values: axis.values.slice(0, 1) })),
    nodeCounts: largestFirst.slice(-1),
    seeds: seeds.slice(0, 1),
  });
  for (const nodes of largestFirst) yield* pointsOf({ ...grid, nodeCounts: [nodes] });
}

/**
 * The scenario and its faults under every combination of the fields' values, one at a time.
 * @throws {FieldError}
 */
export function* variantsOf({
  scenario,
  axes,
  faultPlans,
}: Pick<Grid, 'scenario' | 'axes' | 'faultPlans'>) {
  for (const settings of product(axes))
    for (const faults of faultPlans) yield variantOf(scenario, faults, settings);
}

/** A varied field, or several that take the same values. */
export interface FieldAxis {
  readonly name: string;
  readonly paths: readonly (readonly string[])[];
  readonly values: readonly FieldValue[];
}

interface FieldSetting {
  readonly axis: FieldAxis;
  readonly value: FieldValue;
}

function fieldAxis(
  { scenario, scale, faults }: GridChoices,
  faultPlans: readonly FaultPlan[],
  { fields, values }: VaryWords,
): FieldAxis {
  const inMs = fields.every(isTime);
  const rates = faults ? faultPlans[0] : undefined;
  const axis = {
    name: fields.join('+'),
    paths: fields.flatMap((field) => fieldsNamed(scenario, scale, field, rates)),
    values: differentOf(values.flatMap((word) => fieldValues(word, inMs))),
  };
  refuseRates(scenario, faultPlans, axis);
  return axis;
}

/** A plan as one value of an axis: commas stand between values, so its parts are joined by +. */
function faultPlanOf(word: string): FaultPlan {
  return faultChoice(word.replaceAll('+', ',')).plan;
}

/** Refuses rates that are none, before anything runs. @throws {FieldError} */
function refuseRates(scenario: Scenario, plans: readonly FaultPlan[], axis: FieldAxis): void {
  const paths = axis.paths.filter(([top]) => top === 'faults');
  for (const plan of plans)
    for (const value of axis.values) {
      const settings = paths.map((path) => ({ path, value }));
      const { faults } = withFields({ ...scenario, faults: plan }, settings);
      for (const [kind, rate] of Object.entries(faults))
        if (!(rate >= 0 && rate <= 1))
          throw new FieldError(`faults.${kind} would be ${rate}; a rate is from 0 to 1.`);
    }
}

function differentOf<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function* product([axis, ...others]: readonly FieldAxis[]): Generator<FieldSetting[]> {
  if (axis === undefined) yield [];
  else
    for (const value of axis.values)
      for (const settings of product(others)) yield [{ axis, value }, ...settings];
}

function variantOf(base: Scenario, plan: FaultPlan, settings: readonly FieldSetting[]) {
  const { faults, ...scenario } = withFields(
    { ...base, faults: plan },
    settings.flatMap(({ axis, value }) => axis.paths.map((path) => ({ path, value }))),
  );
  const values = settings.map(({ axis, value }): [string, string | number] => [
    axis.name,
    value.kind === 'number' ? value.value : value.kind === 'null' ? 'null' : `x${value.value}`,
  ]);
  const scenarioHash = sha256(JSON.stringify(scenario));
  return {
    values: Object.fromEntries(values),
    scenario,
    scenarioHash,
    faults: { name: formatFaults(faults), plan: faults },
    faultPlan: formatFaults(plan),
  };
}
