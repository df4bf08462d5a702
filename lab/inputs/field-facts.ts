// What the page says of a field beside its input: value of the record, unit, range and source. The
// words are those of `rebootstorm scenario fields`.

import { fieldsOf, type ScenarioField } from '#cli/scenario/field-list.ts';
import type { Assumption, Scenario } from '#domain/scenario/scenario.ts';
import type { NumberRange } from '#domain/scenario/scenario-ranges.ts';
import { type Scale, usualScale } from '#runner/twin/twin-order.ts';
import { type FieldInput, fieldInputs, restartsName } from './inputs.ts';

/** One field of one scenario. */
export interface FieldFacts {
  readonly input: FieldInput;
  readonly says: string;
  /** `ms` for a time; empty for a plain number. */
  readonly unit: string;
  readonly range: NumberRange;
  /** The scenario's own value. */
  readonly recorded: number;
  readonly notes: readonly Assumption[];
  /** The fields that `--set` and `--vary` call it by. */
  readonly setAs: readonly string[];
}

/** The fields that a scenario has, of those that the page can change. */
export function fieldFacts(scenario: Scenario): readonly FieldFacts[] {
  const scale = usualScale(scenario);
  const all = fieldsOf(scenario);
  return fieldInputs.flatMap((input): FieldFacts[] => {
    if (input.name === restartsName) return [restartFacts(input, all)];
    const setAs = nameToSet(scenario, scale, input.name);
    const field = all.find(({ path }) => path === pathOf(scale, setAs));
    const recorded = field?.values[0];
    // A scenario may leave a field out, or have null: then there is nothing to change.
    if (field === undefined || field.range === null || typeof recorded !== 'number') return [];
    const { says, unit, range, notes } = field;
    const names = input.alsoSets === undefined ? [setAs] : [setAs, input.alsoSets];
    return [{ input, says, unit: unit ?? '', range, recorded, notes, setAs: names }];
  });
}

/** A timing of a scale's own wins over the scenario's, so that is the one to set. */
function nameToSet(scenario: Scenario, scale: Scale, name: string): string {
  const [folder, timing = ''] = name.split('.');
  const isOwn = folder === 'timings' && timing in (scenario[scale]?.timings ?? {});
  return isOwn ? `${scale}.${name}` : name;
}

function pathOf(scale: Scale, name: string): string {
  return /^(shape|sizes)\./.test(name) ? `${scale}.${name}` : name;
}

function restartFacts(input: FieldInput, all: readonly ScenarioField[]): FieldFacts {
  const restarts = all.filter(
    ({ path, values }) =>
      path.startsWith('storm.nights.*.restartShare') && values.some((one) => Number(one) > 0),
  );
  const shares = restarts.flatMap(({ values }) => values.map(Number));
  return {
    input,
    says: 'The share of the nodes that are on and restart, in each zone and night, times this.',
    unit: 'times',
    // Nobody restarts more than all that are on.
    range: { min: 0, max: Math.floor(100 / Math.max(...shares)) / 100, isAboveMin: true },
    recorded: 1,
    notes: restarts.flatMap(({ notes }) => notes).slice(0, 1),
    setAs: restarts.map(({ path }) => path),
  };
}
