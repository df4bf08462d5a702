import { commandLine } from '#cli/options.ts';
import { withFieldsSet } from '#cli/scenario-file/set-fields.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { readAddress } from './address.ts';
import { labWords } from './cli-words.ts';
import { fieldFacts } from './field-facts.ts';
import { inputsFor, type LabInputs } from './inputs.ts';
import { inputsOfRun } from './inputs-of-run.ts';

/** What the command `lab` opens at. */
async function opened(words: readonly string[]): Promise<LabInputs> {
  const hashes: string[] = [];
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    lab: async ({ hash }) => void hashes.push(hash),
  });
  await program.parseAsync(['node', 'rebootstorm', ...words]);
  const { inputs, mended } = readAddress(hashes[0] ?? '');
  expect(mended).toEqual([]);
  return inputs;
}

test('the command of any inputs opens the page at these inputs', async () => {
  for (const name of Object.keys(scenarios)) {
    const fields = Object.fromEntries(
      fieldFacts(scenarioOf(name)).map(({ input, recorded, unit }) => [
        input.name,
        unit === 'ms' || Number.isInteger(recorded) ? recorded + 1 : recorded * 1.1,
      ]),
    );
    const all = { ...inputsFor(name), fields: { ...fields, restarts: 1.1 }, seed: 9, nodes: 600 };
    const one = { ...inputsFor(name), fields: { restarts: 0.7 }, region: 'eu-central-1' };
    const narrow = { ...inputsFor(name), concurrency: 10 };
    for (const inputs of [inputsFor(name), one, all, narrow])
      expect(await opened(labWords(inputs))).toEqual(inputs);
  }
});

const run = { policies: [], seed: 2007, region: 'us-east-1' };
const drill = scenarioOf('drill');

function set(name: string, value: number) {
  return withFieldsSet(drill, 'embedded', [{ name, value: { kind: 'number', value } }]);
}

test.each([
  ['a scenario of a user’s own', { scenario: { ...drill, name: 'mine' } }, /scenarios that ship/],
  ['a field without an input', { scenario: set('timings.candidateListMs', 1_000) }, /no input/],
  ['one of two linked fields', { scenario: set('shape.slotsPerSupernode', 31) }, /no input/],
  ['too many nodes', { scenario: drill, nodes: 90_000_000 }, /nodes = '90000000' cannot be/],
  ['an unknown policy', { scenario: drill, policies: ['mine', 'herd'] }, /No policy.*'mine'/],
  ['a price book of their own', { scenario: drill, region: 'moon-1' }, /'moon-1'/],
])('%s is refused, with the reason', (_what, changes, reason) => {
  const found = inputsOfRun({ ...run, ...changes });
  expect(found).toMatchObject({ kind: 'refused' });
  expect(JSON.stringify(found)).toMatch(reason);
});
