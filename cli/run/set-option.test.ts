import { drill } from '#scenarios/drill.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { commandLine } from '../options.ts';
import type { RunOptions } from './run-options.ts';

async function run(...words: string[]): Promise<{ options?: RunOptions; said: string }> {
  const asked: RunOptions[] = [];
  const said: string[] = [];
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    run: async (options) => void asked.push(options),
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => said.push(text) });
  await program.parseAsync(['node', 'rebootstorm', 'run', ...words]).catch(() => {});
  const [options] = asked;
  return { ...(options && { options }), said: said.join('') };
}

test('fields are set, and noted as guesses with what they were before', async () => {
  const words = '--set timings.leaseMs=2min --set storm.nights.*.restartShare=x0.5';
  const { options } = await run('drill', ...words.split(' '));
  expect(options?.scenario.timings.leaseMs).toBe(120_000);
  expect(options?.scenario.storm.nights.map(({ restartShare }) => restartShare)).toEqual([
    0.15, 0.15,
  ]);
  expect(options?.scenario.assumptions[0]).toEqual({
    name: 'timings.leaseMs',
    value: '120,000',
    provenance: 'guess',
    source: 'set, instead of 600,000',
  });
  expect(options?.scenario.assumptions).toHaveLength(drill.assumptions.length + 3);
});

test('`sizes` are those of the scale that runs', async () => {
  const twin = await run(
    'august-2007',
    '--cloud',
    'twin',
    '--nodes',
    '2k',
    '--set',
    'sizes.headroom=2',
  );
  expect(twin.options?.scenario.full?.sizes.headroom).toBe(2);
  expect(twin.options?.scenario.embedded.sizes.headroom).not.toBe(2);
  const local = await run('august-2007', '--set', 'sizes.headroom=2');
  expect(local.options?.scenario.embedded.sizes.headroom).toBe(2);
});

test.each([
  [['timings.leasMs=2'], /Did you mean timings\.leaseMs/],
  [['timings.leaseMs=0'], /timings\.leaseMs: expected a whole number from 1/],
  [['timings.leaseMs=1min,2min'], /.*/],
  [['timings.leaseMs=1min:9min:3'], /takes one value; for several there is sweep --vary/],
  [['timings.leaseMs'], /It takes field=value/],
  [['=3'], /It takes field=value/],
  [['timings.leaseMs=soon'], /soon is no value/],
  [['timings.leaseMs=5min', 'timings.leaseMs=6min'], /timings\.leaseMs is set twice/],
])('%j is refused in words', async (fields, why) => {
  const { options, said } = await run('drill', ...fields.flatMap((field) => ['--set', field]));
  expect(options).toBeUndefined();
  expect(said).toMatch(why);
});
