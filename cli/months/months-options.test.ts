import { Command, CommanderError } from 'commander';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { addMonthsCommand, type MonthsOptions } from './months-options.ts';

/** The parsed options, or the message if they are refused. */
function parse(words: string) {
  let found: MonthsOptions | undefined;
  let said = '';
  const program = new Command('rebootstorm');
  addMonthsCommand(program, async (options) => {
    found = options;
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
  try {
    const given = words.split(' ').filter((word) => word !== '');
    program.parse(['months', ...given], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return { found, said };
}

const namesOf = (options: MonthsOptions | undefined) => options?.policies.map(({ name }) => name);

test('left open, it is all 47 months, four seeds, both policies, as far as is declared', () => {
  const { found } = parse('');
  expect(found).toEqual({
    months: patchTuesdays.map(({ label }) => label),
    nodes: 80_000,
    retries: 'aggregated',
    policies: expect.anything(),
    seeds: [2007, 2008, 2009, 2010],
    spreads: [restartShareSd],
    json: false,
    out: 'runs',
  });
  expect(namesOf(found)).toEqual(['legacy-2007', 'resilient']);
});

test('every word reaches the run', () => {
  const words =
    '--nodes 4k --seed 3 --seeds 2 --spread 0.05,0.11 --workers 2 --retries aggregated ' +
    '--policy no-backpressure --json --out elsewhere';
  const { found } = parse(words);
  expect(found).toMatchObject({
    nodes: 4000,
    seeds: [3, 4],
    spreads: [0.05, 0.11],
    workers: 2,
    retries: 'aggregated',
    json: true,
    out: 'elsewhere',
  });
  expect(namesOf(found)).toEqual(['no-backpressure']);
  expect(parse('--spread 0.05 --spread 0.05,0.11').found?.spreads).toEqual([0.05, 0.11]);
});

test('months may be named in any order, and are one seed then', () => {
  const { found } = parse('--month 2007-06,2006-01 --month 2007-06 --seed 1');
  expect(found).toMatchObject({ months: ['2006-01', '2007-06'], seeds: [1] });
  expect(parse('--month 2007-06 --seeds 3').found?.seeds).toHaveLength(3);
});

test('a month without a Patch Tuesday of ours is refused with the nearest in time', () => {
  expect(parse('--month 2007-12').said).toMatch(/'2007-12'. Did you mean 2007-08\? .* 47/);
  expect(parse('--month 1999-01').said).toMatch(/mean 2003-10\?/);
  expect(parse('--month 2OO5-06').said).toMatch(/mean 2005-06\?/);
});

test.each([
  ['--cloud local', /unknown option '--cloud'/],
  ['--scale embedded', /unknown option '--scale'/],
  ['--faults none', /unknown option '--faults'/],
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
  expect(parse(words)).toEqual({ found: undefined, said: expect.stringMatching(said) });
});
