// How well sweeps and months use a machine: `node bench/sweeps.ts [--rounds 5] [--save]`.
// What the numbers mean stands in README.md beside this file.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { overSeeds } from '#runner/over-seeds.ts';
import { environment, saveEntry } from './environment.ts';
import { measureSweep, type SweepFigure, type SweepWork } from './measure-sweep.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});

const tiny = (count: number): SweepWork => ({
  name: `${count} tiny points`,
  words: ['sweep', 'drill', '--nodes', '40', '--policy', 'resilient', '--seeds', String(count)],
});

/** A minute each on two cores, but for the smaller of the two that differ in their points alone. */
const works: readonly SweepWork[] = [
  { name: 'small points', words: ['sweep', 'drill', '--nodes', '500', '--seeds', '1400'] },
  {
    name: 'large points',
    words: ['sweep', 'august-2007', '--vary', 'nodes=20k,80k', '--seeds', '8'],
  },
  { name: 'months', words: ['months', '--nodes', '20k', '--seeds', '1'] },
  tiny(500),
  tiny(5_000),
];

const loadBefore = loadavg()[0] ?? Number.NaN;
const chosen = works.filter(({ name }) => values.only === undefined || name === values.only);
const measured = new Map(chosen.map((work): [SweepWork, SweepFigure[]] => [work, []]));
for (let round = 0; round < Number(values.rounds); round += 1)
  for (const [work, figures] of measured) figures.push(await measureSweep(work));
const figures = Array.from(measured, ([{ name, words }, rounds]) => ({
  name,
  words: words.join(' '),
  points: rounds[0]?.points,
  rounds: rounds.length,
  coreUse: spreadOf(rounds, ({ coreUse }) => coreUse),
  firstRowMs: spreadOf(rounds, ({ firstRowMs }) => firstRowMs),
  peakRssBytes: spreadOf(rounds, ({ peakRssBytes }) => peakRssBytes),
  wallMs: spreadOf(rounds, ({ wallMs }) => wallMs),
  cpuMs: spreadOf(rounds, ({ cpuMs }) => cpuMs),
}));
const cores = availableParallelism();
const entry = { bench: 'sweeps', ...environment(), cores, loadBefore, figures };
process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
if (values.save) saveEntry(entry);

function spreadOf(rounds: readonly SweepFigure[], of: (figure: SweepFigure) => number) {
  return overSeeds(rounds.map(of));
}
