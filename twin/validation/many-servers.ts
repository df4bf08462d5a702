// Several servers: who finds none free, and how long they wait.
import type { ServiceLaw } from '#twin/station/station.ts';
import { erlangB, erlangC } from './known/closed-forms.ts';
import type { KnownResult } from './known/known-result.ts';
import { measuredRows } from './known/measured-rows.ts';
import { plainStation } from './plain-station.ts';
import type { ValidationRun } from './twin-parts.ts';

const servers = 5;
const load = 4;

/** Nobody waits, M/G/c/c: the share rejected, which depends on the law's mean alone. */
export function nobodyWaits({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(16_000), warmUpMs: 100 };
  const laws: readonly ServiceLaw[] = [
    { law: 'exponential', meanMs: 1 },
    { law: 'lognormal', meanMs: 1, variation: 2 },
  ];
  const values = laws.map(({ law }) => ({
    name: `5 servers, no queue, load 4, ${law}: share rejected`,
    source: 'Erlang B, 3.28',
    known: erlangB(servers, load),
  }));
  return measuredRows(seed, values, (runSeed) =>
    laws.map((service) => {
      const different = { seed: runSeed, servers, service };
      const queue = { discipline: 'fifo', limit: 0 } as const;
      const { counts } = parts.runStation(plainStation(load, at, { ...different, queue }));
      return counts.rejected / counts.arrived;
    }),
  );
}

/** Everybody waits, M/M/c. */
export function everybodyWaits({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(30_000), warmUpMs: 500 };
  const source = 'Erlang C, 3.28';
  const wait = erlangC(servers, load) / (servers - load);
  const values = [
    { name: 'M/M/5, load 4: mean wait', source, known: wait },
    { name: 'M/M/5, load 4: mean number in queue', source, known: wait * load },
  ];
  return measuredRows(seed, values, (runSeed) => {
    const result = parts.runStation(plainStation(load, at, { seed: runSeed, servers }));
    return [result.inQueueMs.meanMs ?? Number.NaN, result.levels.inQueue];
  });
}
