// How much faster the project is than at a pinned commit: `node bench/speed/speed.ts --against
// ../base`, where that is an installed checkout of the commit. See README.md in bench/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '../environment.ts';
import { raceCheckouts, type SpeedFigure } from './race-checkouts.ts';
import { type SpeedEntry, speedPage, speedPicture } from './speed-page.ts';
import { speedWorks } from './works.ts';

/** What everything is compared with: before anything was made faster on purpose. */
const pinnedCommit = '4e42fa07e4232c589588620f5b0333ecc4689665';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    pairs: { type: 'string', default: '5' },
    only: { type: 'string', default: speedWorks.map(({ name }) => name).join(',') },
    save: { type: 'boolean', default: false },
  },
});

const root = resolve(import.meta.dirname, '../..');
const before = resolve(values.against ?? fail(`say --against <a checkout of ${pinnedCommit}>`));
refuseOtherCommit(before);
const loadBefore = loadavg()[0] ?? Number.NaN;
const wanted = values.only.split(',');
const figures: SpeedFigure[] = [];
for (const name of wanted) {
  const work = speedWorks.find((one) => one.name === name);
  if (work === undefined) fail(`no work is called '${name}': ${speedWorks.map((w) => w.name)}`);
  const figure = raceCheckouts(work, { before, now: root }, Number(values.pairs));
  figures.push(figure);
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}
if (values.save) save({ ...environment(), against: pinnedCommit.slice(0, 7), loadBefore, figures });

function refuseOtherCommit(checkout: string): void {
  const words = ['-C', checkout, 'rev-parse', 'HEAD'];
  const { stdout } = spawnSync('git', words, { encoding: 'utf8' });
  if (stdout.trim() !== pinnedCommit)
    fail(`${checkout} is at ${stdout.trim() || 'no commit'}; expected ${pinnedCommit}`);
}

function save(entry: SpeedEntry): void {
  const path = join(import.meta.dirname, 'speed.json');
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SpeedEntry[]) : [];
  const entries = [...known, entry];
  writeFileSync(path, `${JSON.stringify(entries, null, 2)}\n`);
  writeFileSync(join(root, 'docs/speed.md'), speedPage(entries));
  writeFileSync(join(root, 'docs/images/speed.svg'), speedPicture(entries));
}

function fail(words: string): never {
  throw new Error(words);
}
