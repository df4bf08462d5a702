// One server: the law of the service, the order of the queue, the room in it.
import type { ServiceLaw, Station } from '#twin/station/station.ts';
import type { StationResult } from '#twin/station/station-result.ts';
import { meanSquareWait, meanWait, numbersInSystem } from './known/closed-forms.ts';
import type { KnownResult } from './known/known-result.ts';
import { measuredRows } from './known/measured-rows.ts';
import { plainStation } from './plain-station.ts';
import type { ValidationRun } from './twin-parts.ts';

const source = 'textbook, 3.28';

/** Half loaded, M/M/1: time, number, tail, and what the order of service changes. */
export function halfLoaded({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(16_000), warmUpMs: 200 };
  const name = 'M/M/1, load 0.5';
  const values = [
    { name: `${name}: mean time`, source, known: 2 },
    { name: `${name}: mean number`, source, known: 1 },
    { name: `${name}: 99th percentile of time`, source, known: 2 * Math.log(100) },
    { name: `${name}, FIFO: mean square of wait`, source, known: meanSquareWait(0.5, 'fifo') },
    { name: `${name}, LIFO: mean square of wait`, source, known: meanSquareWait(0.5, 'lifo') },
  ];
  return measuredRows(seed, values, (runSeed) => {
    const fifo = parts.runStation(plainStation(0.5, at, { seed: runSeed }));
    const queue = { discipline: 'lifo', limit: 'none' } as const;
    const lifo = parts.runStation(plainStation(0.5, at, { seed: runSeed, queue }));
    const { meanMs, p99Ms } = fifo.inSystemMs;
    return [
      meanMs ?? Number.NaN,
      fifo.levels.inSystem,
      p99Ms ?? Number.NaN,
      meanSquare(fifo),
      meanSquare(lifo),
    ];
  });
}

/** Close to its limit, M/M/1. */
export function heavilyLoaded({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(50_000), warmUpMs: 4000 };
  const values = [
    { name: 'M/M/1, load 0.9: mean time', source, known: 10 },
    { name: 'M/M/1, load 0.9: mean number', source, known: 9 },
  ];
  return measuredRows(seed, values, (runSeed) => {
    const { inSystemMs, levels } = parts.runStation(plainStation(0.9, at, { seed: runSeed }));
    return [inSystemMs.meanMs ?? Number.NaN, levels.inSystem];
  });
}

/** Other laws of service, M/G/1: the mean wait depends on mean and variation alone. */
export function otherLaws({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(16_000), warmUpMs: 500 };
  const laws: readonly { readonly service: ServiceLaw; readonly variation: number }[] = [
    { service: { law: 'deterministic', meanMs: 1 }, variation: 0 },
    { service: { law: 'lognormal', meanMs: 1, variation: 1.5 }, variation: 1.5 },
    { service: { law: 'hyperexponential', meanMs: 1, variation: 2 }, variation: 2 },
    { service: { law: 'empirical', valuesMs: [0.5, 0.5, 0.5, 2.5] }, variation: Math.sqrt(0.75) },
  ];
  const values = laws.map(({ service, variation }) => ({
    name: `M/G/1, load 0.7, ${service.law}: mean wait`,
    source: 'Pollaczek-Khinchine, 3.28',
    known: meanWait(0.7, variation),
  }));
  return measuredRows(seed, values, (runSeed) =>
    laws.map(({ service }) => {
      const result = parts.runStation(plainStation(0.7, at, { seed: runSeed, service }));
      return result.inQueueMs.meanMs ?? Number.NaN;
    }),
  );
}

/** Room for ten, M/M/1/10, below and above what the server can do. */
export function fullQueue({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const room = 10;
  const at = { requests: scaled(10_000), warmUpMs: 500 };
  const loads = [0.9, 1.2];
  const values = loads.flatMap((load) => {
    const chances = numbersInSystem(load, room);
    const mean = chances.reduce((sum, chance, number) => sum + chance * number, 0);
    const name = `M/M/1/10, load ${load}`;
    return [
      { name: `${name}: share rejected`, source, known: chances[room] ?? Number.NaN },
      { name: `${name}: mean number`, source, known: mean },
    ];
  });
  return measuredRows(seed, values, (runSeed) =>
    loads.flatMap((load) => {
      const queue: Station['queue'] = { discipline: 'fifo', limit: room - 1 };
      const result = parts.runStation(plainStation(load, at, { seed: runSeed, queue }));
      return [result.counts.rejected / result.counts.arrived, result.levels.inSystem];
    }),
  );
}

function meanSquare({ inQueueMs: { meanMs, deviationMs } }: StationResult): number {
  return (meanMs ?? Number.NaN) ** 2 + (deviationMs ?? Number.NaN) ** 2;
}
