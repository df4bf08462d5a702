import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { run, sweep, validate, WrongInputError } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'api-'));
afterAll(() => rmSync(folder, { recursive: true }));

const small = { scenario: 'drill', nodes: 60 } as const;

test.each([
  ['twin', { cloud: 'twin' }, ['--cloud', 'twin']],
  ['local', { faults: 'none', seed: 7 }, ['--faults', 'none', '--seed', '7']],
] as const)('run on the %s cloud returns what the command prints', async (_, options, words) => {
  const command = ['run', 'drill', '--nodes', '60', ...words, '--json', '--out', folder];
  const { stdout } = await runCommand(command);
  expect(await run({ ...small, ...options })).toEqual(JSON.parse(stdout));
});

test('sweep returns what the command prints, but for real time', async () => {
  const vary = { 'timings.leaseMs': ['2min', 600_000], policy: 'resilient,herd' };
  const { points, summary } = await sweep({ ...small, vary, seeds: 2, workers: 2 });
  const words = '--nodes 60 --vary timings.leaseMs=2min,600000 --vary policy=resilient,herd';
  const command = ['sweep', 'drill', ...words.split(' '), '--seeds', '2', '--json'];
  const { stdout } = await runCommand([...command, '--out', join(folder, 'sweep')]);
  const printed = JSON.parse(stdout);
  const timeless = (all: object[]) => all.map((one) => ({ ...one, wallMs: 0 }));
  expect(points).toHaveLength(8);
  expect(timeless([...points])).toEqual(timeless(printed.points));
  expect(summary).toEqual(printed.summary);
});

test('a scenario may be given as what its file would export', async () => {
  const scenario = { extends: 'drill', name: 'mine', target: { onlineShare: 0.8 } } as const;
  const outcome = await run({ scenario, nodes: 60, cloud: 'twin', policies: ['resilient'] });
  expect(outcome).toMatchObject({ scenario: 'mine', targetShare: 0.8 });
  expect(outcome.assumptions[0]).toMatchObject({ source: 'the scenario, instead of 1' });
});

test('validate says which rows hold', async () => {
  const { verdict, rows, size } = await validate({ quick: true });
  expect({ verdict, size }).toEqual({ verdict: 'holds', size: 'quick' });
  expect(rows.length).toBeGreaterThan(40);
});

const wrong = (options: object) => ({ ...small, ...options }) as Parameters<typeof run>[0];

test.each<[object, RegExp]>([
  [{ node: 60 }, /no option is called 'node'\. Did you mean nodes\? Known: scenario, policies,/],
  [{ quiet: true }, /no option is called 'quiet'\. Known: /],
  [{ scenario: 'drlil' }, /No scenario is called 'drlil'\. Did you mean drill\?/],
  [{ scenario: 7 }, /the scenario: /],
  [{ scenario: { extends: 'drill', nam: 'x' } }, /nam: no such field\. Did you mean name\?/],
  [{ scenario: '--help' }, /No scenario is called '--help'/],
  [{ nodes: 7 }, /The local cloud takes 40 to 50,000 nodes/],
  [{ nodes: [60] }, /nodes: expected a text or a number/],
  [{ policies: 'resilient' }, /^policies: expected a list\.$/],
  [{ policies: ['resilent'] }, /Did you mean resilient\?/],
  [{ policies: ['./gone.ts'] }, /gone\.ts: there is no such file/],
  [{ cloud: 'moon' }, /No cloud is called 'moon'/],
  [{ policies: [7, {}] }, /^policies: expected a text or a number\.$/],
  [{ freeTier: 'yes' }, /^freeTier: expected true or false\.$/],
  [{ accountConcurrency: 'many' }, /^accountConcurrency: 'many' is invalid/],
  [{ cloud: 'twin', faults: 'default' }, /^faults /],
])('%j is refused in words', async (options, words) => {
  const refused = run(wrong(options));
  await expect(refused).rejects.toThrow(WrongInputError);
  await expect(refused).rejects.toThrow(words);
});

test('a sweep of what there is not is refused with the nearest field', async () => {
  const refused = sweep({ ...small, vary: { leaseMs: ['1h'] } });
  await expect(refused).rejects.toThrow(WrongInputError);
  await expect(refused).rejects.toThrow(/Did you mean timings\.leaseMs\?/);
  const nonsense = sweep({ ...small, vary: { 'timings.leaseMs': [1] } });
  await expect(nonsense).rejects.toThrow(/timings\.leaseMs: a lease of 1 ms/);
});

test('a large sweep is confirmed by the option that the refusal names', async () => {
  const vary = { 'timings.leaseMs': [1], 'sizes.headroom': '1:2:11' };
  const large = { ...small, vary, seeds: 10_000 };
  const refused = sweep(large);
  await expect(refused).rejects.toThrow(WrongInputError);
  await expect(refused).rejects.toThrow(/^these are 220,000 runs; confirm them with yes: true\.$/);
  // What is refused next shows that the number of runs no longer is.
  const confirmed = sweep({ ...large, yes: true });
  await expect(confirmed).rejects.toThrow(/timings\.leaseMs: a lease of 1 ms/);
});
