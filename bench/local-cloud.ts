// How fast the local cloud is: `node bench/local-cloud.ts [--save]`.
// What the numbers mean stands in README.md beside this file.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { environment, saveEntry } from './environment.ts';
import { measurePlacements } from './measure-placements.ts';
import { measureStorm } from './measure-storm.ts';
import { type Figure, measureRounds } from './measurement.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '5000' },
    nodes: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    save: { type: 'boolean', default: false },
  },
});

const home = import.meta.dirname;
const template = readStackTemplate(join(home, '..', 'cli'));
const loadBefore = loadavg()[0] ?? Number.NaN;
const rounds = Number(values.rounds);
const figures: Figure[] = [
  await measureRounds(rounds, () => measurePlacements(Number(values.messages))),
  await measureRounds(Math.ceil(rounds / 3), () =>
    measureStorm({ scenario: 'august-2007', nodeCount: Number(values.nodes), template }),
  ),
];
const entry = { ...environment(), loadBefore, figures };
process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
if (values.save) saveEntry(entry);
