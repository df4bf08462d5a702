// Divides the meters of a run into its phases. They are separated where the storm begins, where it
// ends, and where the network has healed.
import { type MeterReadings, type Meters, readAt } from '#domain/meter-readings.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Judgement } from '#domain/storm/judge-run.ts';
import { firstRestartAtMs, lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import type { PhaseName } from '#domain/storm/run-phase.ts';
import type { RunPhase } from './result.ts';

/** The parts of a run that its phases follow from. */
export interface PhaseEvidence {
  readonly settings: Pick<RunSettings, 'storm' | 'shiftMs'>;
  readonly startMs: number;
  readonly endMs: number;
  readonly healMs: Judgement['healMs'];
  readonly readings: MeterReadings;
  /** What was used in all, with what was still under way at `endMs`. */
  readonly meters: Meters;
}

/**
 * The phases of a run, in the order of time. Each ends at the first meter reading at or after its
 * last moment, so nothing is interpolated. A phase is left out if no reading separates it from the
 * next one.
 */
export function phasesOf({ settings, healMs, ...run }: PhaseEvidence): RunPhase[] {
  const { storm, shiftMs } = settings;
  const lastMs = lastRestartAtMs(storm, shiftMs);
  const firstMs = firstRestartAtMs(storm, shiftMs);
  // Without restarts there is nothing to heal.
  const stormEndMs = Math.max(firstMs, lastMs);
  const healedMs = healMs === null ? Number.POSITIVE_INFINITY : stormEndMs + healMs;
  const ends: readonly [PhaseName, number][] = [
    ['steady', firstMs],
    ['storm', stormEndMs],
    ['heal', healedMs],
    ['steady', Number.POSITIVE_INFINITY],
  ];
  const phases: RunPhase[] = [];
  let [fromMs, before]: [number, Meters] = [run.startMs, {}];
  for (const [phase, untilMs] of ends) {
    const { atMs: toMs, meters } = cutAt(run, untilMs);
    if (toMs <= fromMs) continue;
    phases.push({ phase, fromMs, toMs, meters: difference(run.meters, meters, before) });
    [fromMs, before] = [toMs, meters];
  }
  return phases;
}

/**
 * What had been used at that time. At the run's end that is everything, with what finished a little
 * later.
 */
function cutAt(
  { readings, endMs, meters }: Pick<PhaseEvidence, 'readings' | 'endMs' | 'meters'>,
  untilMs: number,
): { readonly atMs: number; readonly meters: Meters } {
  const read = readAt(readings, untilMs);
  return read === null || read.atMs >= endMs ? { atMs: endMs, meters } : read;
}

function difference(names: Meters, later: Meters, earlier: Meters): Record<string, number> {
  return Object.fromEntries(
    Object.keys(names).map((name) => [name, (later[name] ?? 0) - (earlier[name] ?? 0)]),
  );
}
