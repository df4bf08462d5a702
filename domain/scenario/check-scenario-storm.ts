// Whether a storm can come: its zones, its nights, and the day that it meets.
import type { DayProfile, Night, Storm, Zone } from '../run-settings.ts';
import { threeAmMs } from '../storm/patch-tuesday.ts';
import {
  numberProblem,
  numberProblems,
  problemIf,
  type ScenarioProblem,
} from './scenario-problem.ts';
import { aMoment, aShare, dayRanges, stormRanges, zoneRanges } from './scenario-ranges.ts';

/** There are not forty on Earth, and the twin says this many apart (node-table.ts). */
const zonesMax = 256;

/** Shares are written as decimals, whose sums are off by this much. */
const roundingMax = 1e-6;

/** What makes no sense in a storm. */
export function stormProblems(storm: Storm, startMs: number): ScenarioProblem[] {
  const { zones, nights, day } = storm;
  return [
    ...problemIf(zones.length === 0, 'storm.zones', 'expected at least one zone'),
    ...problemIf(zones.length > zonesMax, 'storm.zones', `expected at most ${zonesMax} zones`),
    ...zones.flatMap((zone, index) => zoneProblems(zone, index, zones)),
    ...(zones.length === 0 ? [] : sumProblems(zones)),
    ...problemIf(nights.length === 0, 'storm.nights', 'expected at least one night'),
    ...nights.flatMap((night, index) => nightProblems(night, index, storm, startMs)),
    ...overfullProblems(storm),
    ...numberProblems('storm', storm, stormRanges),
    ...(day === null ? [] : dayProblems(day)),
  ];
}

function zoneProblems(zone: Zone, index: number, zones: readonly Zone[]): ScenarioProblem[] {
  const field = `storm.zones[${index}]`;
  const { label, utcOffsetMinutes } = zone;
  const before = zones.slice(0, index);
  const hasTwin = before.some((one) => one.utcOffsetMinutes === utcOffsetMinutes);
  return [
    ...problemIf(label === '', `${field}.label`, 'expected a label'),
    ...problemIf(
      before.some((one) => one.label === label),
      `${field}.label`,
      `zone ${label} is named twice`,
    ),
    ...numberProblems(field, zone, zoneRanges),
    ...problemIf(
      hasTwin,
      `${field}.utcOffsetMinutes`,
      `two zones are at ${utcOffsetMinutes} minutes, so their nodes would restart twice`,
    ),
  ];
}

function sumProblems(zones: readonly Zone[]): ScenarioProblem[] {
  return (['nodeShare', 'supernodeShare'] as const).flatMap((share) => {
    const sum = zones.reduce((total, zone) => total + zone[share], 0);
    const isOff = Math.abs(sum - 1) > roundingMax;
    return problemIf(isOff, 'storm.zones', `expected each ${share} to add up to 1, got ${sum}`);
  });
}

function nightProblems(
  night: Night,
  index: number,
  { zones, nights }: Storm,
  startMs: number,
): ScenarioProblem[] {
  const field = `storm.nights[${index}]`;
  const { label, threeAmUtcMs, strikes } = night;
  const firstMs = Math.min(...zones.map((zone) => threeAmMs(night, zone)));
  const isRepeated = nights.slice(0, index).some((one) => one.label === label);
  return [
    ...problemIf(label === '', `${field}.label`, 'expected a label'),
    ...problemIf(isRepeated, `${field}.label`, `night ${label} is named twice`),
    ...numberProblem(`${field}.threeAmUtcMs`, threeAmUtcMs, aMoment),
    ...problemIf(
      firstMs < startMs,
      `${field}.threeAmUtcMs`,
      `the night comes ${(startMs - firstMs) / 1000} s before the run's start to its first zone`,
    ),
    ...problemIf(
      strikes !== undefined && strikes !== 'supernodes',
      `${field}.strikes`,
      `expected 'supernodes' or nothing, got ${strikes}`,
    ),
    ...shareProblems(`${field}.restartShare`, night, zones),
  ];
}

function shareProblems(
  field: string,
  { restartShare }: Night,
  zones: readonly Zone[],
): ScenarioProblem[] {
  if (typeof restartShare === 'number') return numberProblem(field, restartShare, aShare);
  const labels = zones.map(({ label }) => label);
  const unknown = Object.keys(restartShare).filter((label) => !labels.includes(label));
  return [
    ...labels.flatMap((label) => {
      const share = restartShare[label];
      if (share === undefined) return problemIf(true, field, `expected a share for zone ${label}`);
      return numberProblem(`${field}.${label}`, share, aShare);
    }),
    ...unknown.flatMap((label) =>
      problemIf(true, `${field}.${label}`, `there is no such zone: ${labels.join(', ')}`),
    ),
  ];
}

/** A node restarts in one night at most, so a zone's nights share one whole. */
function overfullProblems({ nights, zones }: Storm): ScenarioProblem[] {
  return zones.flatMap(({ label }) => {
    const sum = nights.reduce((total, { restartShare }) => {
      const share = typeof restartShare === 'number' ? restartShare : (restartShare[label] ?? 0);
      return total + share;
    }, 0);
    const isOver = sum > 1 + roundingMax;
    const reason = `all nights together restart ${sum} of zone ${label}, more than all`;
    return problemIf(isOver, 'storm.nights', reason);
  });
}

function dayProblems(day: DayProfile): ScenarioProblem[] {
  const { workdayShares } = day;
  const hours = workdayShares.length;
  return [
    ...problemIf(hours !== 24, 'storm.day.workdayShares', `expected 24 shares, got ${hours}`),
    ...workdayShares.flatMap((share, hour) =>
      numberProblem(`storm.day.workdayShares[${hour}]`, share, aShare),
    ),
    ...problemIf(
      hours > 0 && workdayShares.every((share) => share === 0),
      'storm.day.workdayShares',
      'expected somebody to be on at some hour',
    ),
    ...numberProblems('storm.day', day, dayRanges),
  ];
}
