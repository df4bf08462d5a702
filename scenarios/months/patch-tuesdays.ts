// The 47 Patch Tuesdays from October 2003 to the one that failed.
import { drawMonth } from '#domain/distributions/draw-month.ts';
import type { DayProfile } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { restartsByNight } from '#domain/storm/patch-tuesday.ts';
import { august2007, augustDay, patchPace } from '../august-2007.ts';
import { openLedger } from '../ledger.ts';
import { recordOnline } from '../network-size.ts';
import { augustInputs, declaredInputs, type MonthInput, type MonthInputs } from './month-inputs.ts';
import { type PatchMonth, patchMonths, zonesAt } from './patch-calendar.ts';

/** One month's storm, drawn from what is declared of it. */
export interface PatchTuesdayStory {
  /** E.g. `2007-08`. */
  readonly label: string;
  readonly month: PatchMonth;
  readonly inputs: MonthInputs;
  /** The values that a seed draws. */
  drawn(seed: number): Readonly<Record<MonthInput, number>>;
  scenario(seed: number): Scenario;
}

/** All months in order; the last is August 2007, whose values are fitted and not drawn. */
export const patchTuesdays: readonly PatchTuesdayStory[] = patchMonths.map((month, index) =>
  storyOf(month, index === patchMonths.length - 1 ? augustInputs(month) : declaredInputs(month)),
);

/** A month with what is declared of it, to be drawn. */
export function storyOf(month: PatchMonth, inputs: MonthInputs): PatchTuesdayStory {
  const drawn = (seed: number) => drawMonth(inputs, seed, month.name);
  return {
    label: month.name,
    month,
    inputs,
    drawn,
    scenario: (seed) => patchTuesdayOf(month, drawn(seed), inputs),
  };
}

/** The storm of one month: the network and the mechanisms are those of August 2007. */
export function patchTuesdayOf(
  month: PatchMonth,
  values: Readonly<Record<MonthInput, number>>,
  inputs: MonthInputs,
): Scenario {
  const { releasedAtMs, firstNightMs, name, year } = month;
  const zones = zonesAt(releasedAtMs, year);
  const patch = { releasedAtMs, ...patchPace, restartShare: values.restartShare };
  const nights = [
    { label: 'first night', threeAmUtcMs: firstNightMs },
    { label: 'second night', threeAmUtcMs: firstNightMs + 86_400_000 },
  ];
  return {
    ...august2007,
    name: `patch-tuesday-${name}`,
    title: `The Patch Tuesday of ${name}`,
    startMs: releasedAtMs,
    usualOnlineCount: usualOnline(values),
    ...(august2007.full === undefined
      ? {}
      : {
          full: { ...august2007.full, shape: { ...august2007.full.shape, nodeCount: pcs(values) } },
        }),
    storm: {
      ...august2007.storm,
      zones,
      nights: restartsByNight(patch, nights, zones),
      day: loadedDay(augustDay, values.load),
    },
    expected: { 'legacy-2007': ['healed', 'late', 'not-healed', 'stuck'], resilient: ['healed'] },
    recoveryPoints: [],
    assumptions: [...august2007.assumptions.filter(isKept), ...noted(values, inputs)],
  };
}

/** Of August's assumptions those that this month's own values do not replace. */
function isKept({ name }: { readonly name: string }): boolean {
  return name !== 'Restart at 03:00' && name !== 'Usually online';
}

function noted(values: Readonly<Record<MonthInput, number>>, inputs: MonthInputs) {
  const ledger = openLedger();
  const note = (input: MonthInput, name: string, unit: string) =>
    ledger[inputs[input].provenance](name, values[input], unit, inputs[input].source);
  note('restartShare', 'Restart at 03:00', 'of PCs on');
  note('load', 'Ordinary PCs on', 'of August 2007');
  note('recordOnlineCount', 'Record online', 'users');
  return ledger.assumptions;
}

const augustRecord = recordOnline(august2007.startMs).onlineCount;

/** As many PCs to a user of the record as in August 2007. */
function pcs({ recordOnlineCount }: Readonly<Record<MonthInput, number>>): number {
  const inAugust = august2007.full?.shape.nodeCount ?? august2007.embedded.shape.nodeCount;
  return Math.round((inAugust * recordOnlineCount) / augustRecord);
}

function usualOnline({ recordOnlineCount, load }: Readonly<Record<MonthInput, number>>): number {
  return Math.round((august2007.usualOnlineCount * load * recordOnlineCount) / augustRecord);
}

function loadedDay(day: DayProfile, load: number): DayProfile {
  const workdayShares = day.workdayShares.map((share) => Math.min(1, share * load));
  return { ...day, workdayShares };
}
