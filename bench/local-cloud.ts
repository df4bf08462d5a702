// How fast the local cloud is: `node bench/local-cloud.ts [--save]`.
// What the numbers mean stands in README.md beside this file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStackTemplate } from '#cli/stack-template.ts';
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
const entry = { ...surroundings(), loadBefore, figures };
process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
if (values.save) save(entry);

/** What else a figure depends on: without it, two figures cannot be compared. */
function surroundings() {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: home, encoding: 'utf8' }).stdout.trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' and changes';
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`,
    cpu: `${cpus().length} x ${cpus()[0]?.model}`,
    node: process.versions.node,
  };
}

function save(added: object): void {
  const path = join(home, 'results.json');
  const before: object[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  writeFileSync(path, `${JSON.stringify([...before, added], null, 2)}\n`);
}
