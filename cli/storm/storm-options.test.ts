import { policyNamed } from '#runner/policy-choice.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { addStormCommand } from './storm-options.ts';

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addStormCommand, ['storm', ...words]);
  return { storm: options, said };
}

test('without an option it is a drill of 300 nodes under the resilient policy', async () => {
  expect((await parse()).storm).toEqual({
    scenario: scenarios.drill,
    nodes: 300,
    policy: policyNamed('resilient'),
    seed: 2007,
    stack: 'Rebootstorm',
    expect: [],
    quiet: false,
    json: false,
    ...atEngine,
  });
});

test('every option is taken', async () => {
  const words = 'drill --nodes 500 --policy legacy-2007 --seed 7 --stack Mine --json -q --github';
  const ci = '--junit junit.xml --expect any';
  expect((await parse(...words.split(' '), ...ci.split(' '))).storm).toMatchObject({
    scenario: scenarios.drill,
    nodes: 500,
    policy: policyNamed('legacy-2007'),
    seed: 7,
    stack: 'Mine',
    expect: [{ text: 'any', policy: null }],
    quiet: true,
    json: true,
    junit: 'junit.xml',
    github: true,
    ...atEngine,
  });
});

test.each([
  [['dril'], /mean drill\?/],
  [['./gone.json'], /gone\.json.*no such file|gone\.json/],
  [['--policy', 'resilent'], /mean resilient\?/],
  [['--policy', 'resilient,legacy-2007'], /under one policy at a time/],
  [['--policy', './mine.ts'], /run in the local cloud alone/],
  [['--nodes', '39'], /40 to 5,000 nodes/],
  [['--nodes', '5001'], /40 to 5,000 nodes/],
  [['--seed', '-1'], /whole number/],
  [['--stack', ' '], /name of a stack/],
  [['--stack', 'a b; id'], /name of a stack: letters, digits and hyphens, a letter first/],
  [['--stack', '1st'], /name of a stack: letters, digits/],
  [['--stack', 'a'.repeat(129)], /name of a stack: .* at most 128/],
  [['--faults', 'none'], /--faults is not for storm: only the local cloud plays faults/],
  [['--cloud', 'twin'], /--cloud is not for storm.*run --cloud/],
  [['--scale', 'full'], /--scale is not for storm: only the twin/],
  [['--retries', 'executed'], /--retries is not for storm/],
  [['--account-concurrency', '10'], /--account-concurrency is not for storm.*doctor/],
  [['--decision-limit', '1s'], /--decision-limit is not for storm/],
  [['--fail-if', 'heal>1s'], /--fail-if is not for storm.*--expect/],
  [['--out', 'runs'], /--out is not for storm.*--json/],
  [['--expect', 'helaed'], /mean healed\?/],
  [['drill', 'drill'], /too many arguments/],
  [['--run', 'a b'], /It takes the name of a run, .*: 1 to 64 of the letters/],
  [['--start-within', '1h'], /--start-within is for --seed-only/],
  [['--seed-only', '--start-within', '30s'], /from 1min to 12h/],
  [['--seed-only', '--start-within', '13h'], /from 1min to 12h/],
  [['--seed-only', '--junit', 'j.xml'], /--junit is about a verdict, and --seed-only has none/],
  [['--seed-only', '--github'], /--github is about a verdict/],
  [['--seed-only', '--expect', 'any'], /--expect is about a verdict/],
])('%p is refused with the reason', async (words, message) => {
  const { storm, said } = await parse(...words);
  expect(storm).toBeUndefined();
  expect(said).toMatch(message);
});

test('a run that is only stored has ten minutes to be started, or as long as is said', async () => {
  expect((await parse('--seed-only')).storm?.seedOnly).toEqual({ startWithinMs: 600_000 });
  const words = ['drill', '--seed-only', '--start-within', '1h30m', '--run', 'mine'];
  expect((await parse(...words)).storm).toMatchObject({
    run: 'mine',
    seedOnly: { startWithinMs: 5_400_000 },
  });
});

test('a scenario of days and a file are taken, with their own number of nodes', async () => {
  const august = (await parse('august-2007')).storm;
  expect(august).toMatchObject({ scenario: { name: 'august-2007' }, nodes: 1_600 });
  const own = (await parse('examples/short-lease.json')).storm;
  expect(own).toMatchObject({ scenario: { name: 'short-lease' }, nodes: 300 });
});

test('help names the environment, exit codes and the scenarios', async () => {
  const { said } = await parse('--help');
  expect(said).toMatch(/AWS_ENDPOINT_URL[\s\S]*With --target aws it is AWS itself/);
  expect(said).toMatch(/Exit codes: 0 .*expect says, 1 not so, 2 unknown[\s\S]*77 refused/);
  expect(said).toMatch(/one of:\s+august-2007,\s+drill/);
  expect(said).not.toContain('--faults');
});
