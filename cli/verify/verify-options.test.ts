import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedStorms } from '#runner/verify/recorded-storms.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { addVerifyCommand, type VerifyOptions } from './verify-options.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-verify-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recording: RecordedStorms = {
  schemaVersion: 1,
  recordedAt: '2026-11-30T12:00:00.000Z',
  where: 'somewhere',
  scenario: 'drill',
  nodes: 100,
  seeds: { first: 3, count: 1 },
  settings: { memoryMb: 512 },
  policies: [
    { policy: 'herd', runs: [{ counts: {}, meters: {}, ending: 'healed', violations: [] }] },
  ],
};

/** The parsed options, or the message if they are refused. */
async function parse(...words: string[]): Promise<VerifyOptions | string> {
  const { options, said } = await parseCommand(addVerifyCommand, ['verify', ...words]);
  return options ?? said;
}

test('without words: August 2007, its policies, ten seeds', async () => {
  expect(await parse()).toMatchObject({
    scenario: scenarios['august-2007'],
    nodes: 1_600,
    seeds: { first: 1, count: 10 },
    control: false,
    json: false,
    policies: [{ name: 'legacy-2007' }, { name: 'resilient' }],
  });
});

test('words are checked and kept', async () => {
  const words = ['drill', '--nodes', '500', '--seeds', '3', '--seed', '7', '--workers', '2'];
  const policy = ['--policy', 'herd,no-backpressure', '--policy', 'resilient'];
  expect(await parse(...words, ...policy, '--faults', 'none', '--control')).toMatchObject({
    scenario: scenarios.drill,
    nodes: 500,
    seeds: { first: 7, count: 3 },
    workers: 2,
    control: true,
    policies: [{ name: 'herd' }, { name: 'no-backpressure' }, { name: 'resilient' }],
  });
});

test('an endpoint may be named, or taken from the environment', async () => {
  expect(await parse('drill', '--endpoint')).toMatchObject({ endpoint: true });
  const url = 'http://127.0.0.1:4566';
  expect(await parse('drill', '--endpoint', url)).toMatchObject({ endpoint: url });
});

test('AWS is named as for other commands, and what it did may be kept', async () => {
  const record = join(folder, 'storms.json');
  const words = ['drill', '--target', 'aws', '--yes', '--max-cost', '2.00', '--record', record];
  expect(await parse(...words)).toMatchObject({ target: 'aws', yes: true, maxCost: 2, record });
  expect(await parse('drill')).toMatchObject({ target: 'engine', yes: false });
});

test('a recording says all that was run', async () => {
  const path = join(folder, 'storms.json');
  writeFileSync(path, JSON.stringify(recording));
  expect(await parse('--recorded', path, '--json', '--workers', '2')).toMatchObject({
    scenario: scenarios.drill,
    nodes: 100,
    seeds: { first: 3, count: 1 },
    policies: [{ name: 'herd' }],
    configuration: { memoryMb: 512 },
    workers: 2,
    json: true,
    recorded: { where: 'somewhere' },
  });
  for (const beside of [['drill'], ['--nodes', '100'], ['--endpoint'], ['--target', 'aws']])
    expect(await parse('--recorded', path, ...beside)).toContain(`give it without ${beside[0]}`);
});

test.each([
  [['--record', 'a.json'], 'it needs --endpoint or --target aws'],
  [['--endpoint', '--target', 'aws'], 'an engine on this machine'],
  [['--target', 'aws', '--yes'], '--yes needs --max-cost'],
  [['--max-cost', '2'], '--target aws alone'],
  [['dril'], 'Did you mean drill?'],
  [['--policy', 'resilent'], 'Did you mean resilient?'],
  [['--nodes', '99'], '100 to 10,000 nodes'],
  [['--seeds', '0'], '1 to 1,000 seeds'],
  [['--workers', '0'], '1 to 256 threads'],
  [['--seed', '2147483647'], 'the largest is 2147483647'],
  [['--from', '7', '--seed', '7'], 'cannot be used'],
  [['--faults', 'default'], 'the twin models an ideal cloud'],
  [['--faults', 'duplikate=1'], 'duplikate'],
  [['--sede', '1'], 'Did you mean --seed?'],
])('%j is refused with the reason', async (words, reason) => {
  const said = await parse(...words);
  expect(String(said).toLowerCase()).toContain(reason.toLowerCase());
});
