import { Command, CommanderError } from 'commander';
import { policyNamed } from '#runner/policy-choice.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import { addStormCommand, type StormOptions } from './storm-options.ts';

async function parse(...words: string[]) {
  const said: string[] = [];
  const storms: StormOptions[] = [];
  const program = new Command('rebootstorm');
  addStormCommand(program, async (options) => {
    storms.push(options);
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => said.push(text),
      writeErr: (text) => said.push(text),
    });
  }
  const error: unknown = await program.parseAsync(['storm', ...words], { from: 'user' }).then(
    () => null,
    (reason) => reason,
  );
  if (error !== null && !(error instanceof CommanderError)) throw error;
  return { storm: storms[0], said: said.join('') };
}

test('without an option it is a drill of 300 nodes under the resilient policy', async () => {
  expect((await parse()).storm).toEqual({
    scenario: scenarios.drill,
    nodes: 300,
    policy: policyNamed('resilient'),
    seed: 2007,
    stack: 'Rebootstorm',
    json: false,
    ...atEngine,
  });
});

test('every option is taken', async () => {
  const words = '--scenario drill --nodes 500 --policy legacy-2007 --seed 7 --stack Mine --json';
  expect((await parse(...words.split(' '))).storm).toEqual({
    scenario: scenarios.drill,
    nodes: 500,
    policy: policyNamed('legacy-2007'),
    seed: 7,
    stack: 'Mine',
    json: true,
    ...atEngine,
  });
});

test.each([
  [['--scenario', 'august-2007'], /takes 1 d 17 h on a real clock.*Here: drill\..*run august-2007/],
  [['--scenario', 'dril'], /mean drill\?/],
  [['--policy', 'resilent'], /mean resilient\?/],
  [['--policy', 'resilient,legacy-2007'], /under one policy at a time/],
  [['--policy', './mine.ts'], /run in the local cloud alone/],
  [['--nodes', '39'], /40 to 5,000 nodes/],
  [['--nodes', '5001'], /40 to 5,000 nodes/],
  [['--seed', '-1'], /whole number/],
  [['--stack', ' '], /name of a stack/],
  [['--faults', 'none'], /unknown option '--faults'/],
  [['drill'], /too many arguments/],
])('%p is refused with the reason', async (words, message) => {
  const { storm, said } = await parse(...words);
  expect(storm).toBeUndefined();
  expect(said).toMatch(message);
});

test('help names the environment, exit codes and the scenarios that end in minutes', async () => {
  const { said } = await parse('--help');
  expect(said).toMatch(/AWS_ENDPOINT_URL[\s\S]*With --target aws it is AWS itself/);
  expect(said).toMatch(/Exit codes: 0 .*69 [\s\S]*77 refused/);
  expect(said).toContain('one of: drill (default: drill)');
});
