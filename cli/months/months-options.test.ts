import { Command, CommanderError } from 'commander';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { withRunOptions } from '../run/run-options.ts';
import {
  checkedMonths,
  knownRun,
  type MonthOptions,
  type RawMonthOptions,
  refuseMonthWords,
  withMonthOptions,
} from './months-options.ts';

/** What the words come to: options, or what was said instead. */
function parse(words: string, scenario = 'patch-tuesdays') {
  let told: MonthOptions | undefined;
  let said = '';
  const run = new Command('run').argument('<scenario>', '', knownRun).exitOverride();
  run.configureOutput({ writeErr: (text) => (said += text) });
  withMonthOptions(withRunOptions(run)).action((name: string, raw: RawMonthOptions) => {
    if (name === 'patch-tuesdays') told = checkedMonths(raw, run);
    else refuseMonthWords(run);
  });
  try {
    run.parse([scenario, ...words.split(' ').filter((word) => word !== '')], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return { told, said };
}

test('left open, it is all 47 months, four seeds, both policies, as far as is declared', () => {
  expect(parse('').told).toEqual({
    months: patchTuesdays.map(({ label }) => label),
    nodes: 80_000,
    retries: 'computed',
    policy: ['legacy-2007', 'resilient'],
    seeds: [2007, 2008, 2009, 2010],
    spreads: [restartShareSd],
    json: false,
    out: 'runs',
  });
});

test('every word reaches the run', () => {
  const words =
    '--nodes 4k --seed 3 --seeds 2 --spread 0.05,0.11 --workers 2 --retries computed ' +
    '--policy no-brakes --cloud twin --scale full --json --out elsewhere';
  expect(parse(words).told).toMatchObject({
    nodes: 4000,
    seeds: [3, 4],
    spreads: [0.05, 0.11],
    workers: 2,
    retries: 'computed',
    policy: ['no-brakes'],
    json: true,
    out: 'elsewhere',
  });
});

test('months may be named in any order, and are one seed then', () => {
  const { told } = parse('--month 2007-06,2006-01 --month 2007-06 --seed 1');
  expect(told).toMatchObject({ months: ['2006-01', '2007-06'], seeds: [1] });
  expect(parse('--month 2007-06 --seeds 3').told?.seeds).toHaveLength(3);
});

test('a month without a Patch Tuesday of ours is refused with the nearest in time', () => {
  expect(parse('--month 2007-12').said).toMatch(/'2007-12'. Did you mean 2007-08\? .* 47/);
  expect(parse('--month 1999-01').said).toMatch(/mean 2003-10\?/);
  expect(parse('--month 2OO5-06').said).toMatch(/mean 2005-06\?/);
});

test.each([
  ['--cloud local', /patch-tuesdays runs on the twin alone/],
  ['--scale embedded', /at full scale alone/],
  ['--faults none', /takes no --faults/],
  ['--nodes 39', /'39': The twin takes 40 to/],
  ['--spread 0.08,0', /above 0 and at most 0.3.*got '0'/],
  ['--spread 0.5', /at most 0.3/],
  ['--spread wide', /got 'wide'/],
  ['--spread 0.05,,0.1', /got ''/],
  ['--seeds 0', /1 to 10,000 seeds/],
  ['--workers 257', /1 to 256 threads/],
  ['--seed 2147483647', /the last seed would be 2147483650/],
  ['--policy resilent', /Did you mean resilient\?/],
])('%s is refused', (words, said) => {
  expect(parse(words)).toEqual({ told: undefined, said: expect.stringMatching(said) });
});

test('other scenarios take none of its words, and it is named among them', () => {
  for (const word of ['--month 2007-06', '--seeds 2', '--spread 0.1', '--workers 1'])
    expect(parse(word, 'drill').said).toMatch(/is for patch-tuesdays alone/);
  expect(parse('', 'drill').said).toBe('');
  expect(parse('', 'patch-tuesday').said).toMatch(/Did you mean patch-tuesdays\?/);
});
