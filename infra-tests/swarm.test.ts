// The swarm in small: a smoke of seeds, those that failed once, and that a failure is reported so
// that it can be seen again.
import { resolve } from 'node:path';
import { exitCodes } from '#cli/exit-codes.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import { runSwarmCase } from '#runner/swarm/run-swarm-case.ts';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';

import { regressionSeeds } from './regression-seeds.ts';

const template = readStackTemplate('cli');
const run = (seed: number) => runSwarmCase(drawSwarmCase(seed), template);

test('thirty seeds are green', async () => {
  const { stdout, stderr, exitCode } = await runCommand(['swarm', '--seeds', '30', '--json']);
  const { seeds, failed, invariants, faults } = JSON.parse(stdout);
  expect({ failed, exitCode, stderr }).toMatchObject({
    failed: [],
    exitCode: exitCodes.asExpected,
  });
  expect(seeds).toBe(30);
  expect(Object.keys(invariants).length).toBeGreaterThanOrEqual(12);
  expect(Object.keys(faults).length).toBeGreaterThanOrEqual(10);
});

test.each(regressionSeeds)('seed $seed stays green: $showed', async ({ seed }) => {
  expect((await run(seed)).failures).toEqual([]);
});

test('one seed is one run, to the last count', async () => {
  const [first, second, other] = [await run(7), await run(7), await run(8)];
  expect(first).toEqual(second);
  expect(first.entriesChecked).not.toBe(other.entriesChecked);
});

test('one seed alone says first what was drawn, and then how it went', async () => {
  const { stdout, exitCode } = await runCommand(['swarm', '--seed', '7', '--seeds', '1']);
  expect(stdout).toMatch(/^ {2}seed +7\n {2}pace +(minutes|hours)\n(.*\n)*✓ green; /);
  expect(exitCode).toBe(exitCodes.asExpected);
});

describe('a seed that fails', () => {
  const plant = ['--import', resolve('infra-tests', 'planted-bugs', 'plant.ts')];
  const env = { PLANTED_BUG: 'a restart does not give the slot back' };
  const swarm = (...words: string[]) =>
    startCommand([...plant, commandEntry, 'swarm', ...words], { env }).ended;

  test('is reported with the command that replays it', async () => {
    const { stdout, stderr, exitCode } = await swarm('--seeds', '2');
    const line = /✗ seed (\d+) .*: [\w-]+: .*\n {2}npx rebootstorm swarm --seed \1 --seeds 1\n/;
    expect(stdout).toMatch(line);
    expect(stderr).toMatch(line);
    expect(exitCode).toBe(exitCodes.notAsExpected);
  });

  test('is replayed with the history of what it happened to', async () => {
    const { stdout, exitCode } = await swarm('--seed', '1', '--seeds', '1');
    expect(stdout).toMatch(/✗ counters-exact: n\d+@\d: \d+ slots used, \d+ clients homed/);
    expect(stdout).toMatch(/^ +\d+ \+\d+\.\d{3} s {2}node n\d+: home .* -> null, epoch 1 -> 2, /m);
    expect(exitCode).toBe(exitCodes.notAsExpected);
  });
});
