// What had been used by certain moments of a run: readings of meters that only go up.

/** Meters by name, e.g. `sqs.requests`. */
export type Meters = Readonly<Record<string, number>>;

/** Readings of one run, in the order of time, as plain data that a thread can hand on. */
export interface MeterReadings {
  readonly names: readonly string[];
  readonly readings: readonly {
    readonly atMs: number;
    /** By the places of `names`. A meter that came later than the reading has no place in it: 0. */
    readonly totals: Float64Array;
  }[];
}

/** Takes the readings of one run. */
export interface MeterReader {
  /** Whether a reading at this moment is needed, which may be asked before the meters are read. */
  isNeeded(atMs: number): boolean;
  note(atMs: number, meters: Meters): void;
  /** The same of meters whose names never change, in their order. */
  noteTotals(atMs: number, names: readonly string[], totals: Float64Array): void;
  readings(): MeterReadings;
}

/**
 * Opens a reader that keeps as little as the phases of a run need: the first reading at or after
 * its first restart, and each from the last restart on, since only the end of a run shows when it
 * was healed for good.
 */
export function openMeterReader(firstRestartAtMs: number, lastRestartAtMs: number): MeterReader {
  const places = new Map<string, number>();
  const readings: { atMs: number; totals: Float64Array }[] = [];
  return {
    isNeeded: (atMs) =>
      atMs >= lastRestartAtMs || (atMs >= firstRestartAtMs && readings.length === 0),
    note(atMs, meters) {
      const names = Object.keys(meters);
      for (const name of names) if (!places.has(name)) places.set(name, places.size);
      const totals = new Float64Array(places.size);
      for (const name of names) totals[places.get(name) ?? 0] = meters[name] ?? 0;
      readings.push({ atMs, totals });
    },
    noteTotals(atMs, names, totals) {
      if (places.size === 0) for (const [place, name] of names.entries()) places.set(name, place);
      readings.push({ atMs, totals });
    },
    readings: () => ({ names: [...places.keys()], readings }),
  };
}

/** The first reading at or after a moment; null where there is none. */
export function readAt(
  { names, readings }: MeterReadings,
  fromMs: number,
): { readonly atMs: number; readonly meters: Meters } | null {
  const found = readings.find(({ atMs }) => atMs >= fromMs);
  if (found === undefined) return null;
  const meters = names.map((name, place) => [name, found.totals[place] ?? 0]);
  return { atMs: found.atMs, meters: Object.fromEntries(meters) };
}

/** The same readings under other names, of which no two may become one. */
export function renamed(
  { names, readings }: MeterReadings,
  nameOf: (name: string) => string,
): MeterReadings {
  return { names: names.map(nameOf), readings };
}

/**
 * Adds up the readings of runs that were read at the same moments, each as long as it went on, and
 * from then on counts what it had used at its end.
 */
export function sumReadings(
  runs: readonly { readonly readings: MeterReadings; readonly meters: Meters }[],
): MeterReadings {
  const names = [...new Set(runs.flatMap(({ readings }) => readings.names))];
  const longest = runs.reduce<MeterReadings['readings']>(
    (most, { readings: { readings } }) => (readings.length > most.length ? readings : most),
    [],
  );
  const sums = longest.map(({ atMs }) => ({ atMs, totals: new Float64Array(names.length) }));
  for (const { readings, meters } of runs) {
    const places = names.map((name) => readings.names.indexOf(name));
    for (const [at, { totals }] of sums.entries()) {
      const read = readings.readings[at]?.totals;
      for (const [index, name] of names.entries()) {
        const quantity = read === undefined ? meters[name] : read[places[index] ?? -1];
        totals[index] = (totals[index] ?? 0) + (quantity ?? 0);
      }
    }
  }
  return { names, readings: sums };
}
