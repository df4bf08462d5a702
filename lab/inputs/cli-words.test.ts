import { commandLine } from '#cli/options.ts';
import type { RunOptions } from '#cli/run/run-options.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { cliCommand, cliWords } from './cli-words.ts';
import { fieldFacts } from './field-facts.ts';
import { inputsFor, type LabInputs } from './inputs.ts';
import { plannedRun } from './planned-run.ts';

async function understood(words: readonly string[]): Promise<RunOptions> {
  const asked: RunOptions[] = [];
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    run: async (options) => void asked.push(options),
  });
  await program.parseAsync(['node', 'rebootstorm', ...words]);
  const [options] = asked;
  if (options === undefined) throw new Error(`expected to be understood: ${words.join(' ')}`);
  return options;
}

test('the command line makes the same run of the same inputs', async () => {
  for (const name of Object.keys(scenarios)) {
    const fields = Object.fromEntries(
      fieldFacts(scenarioOf(name)).map(({ input, recorded, unit }) => [
        input.name,
        unit === 'ms' || Number.isInteger(recorded) ? recorded + 1 : recorded * 1.1,
      ]),
    );
    const one = { ...inputsFor(name), fields: { restarts: 1.1 } };
    const all: LabInputs = {
      ...inputsFor(name),
      fields: { ...fields, restarts: 1.1 },
      seed: 9,
      nodes: 60_000,
    };
    const policies = ['resilient', 'ghost-slots+herd', 'legacy-2007'] as const;
    const three: LabInputs = { ...inputsFor(name), policies };
    const narrow = { ...inputsFor(name), concurrency: 10 };
    const wide = { ...narrow, nodes: 60_000 };
    for (const inputs of [inputsFor(name), one, all, three, narrow, wide]) {
      const { scenario, scale, retries } = plannedRun(inputs);
      expect(plannedRun(inputs).problems).toEqual([]);
      const options = await understood([...cliWords(inputs)]);
      expect(options).toMatchObject({ scale, retries, nodes: inputs.nodes, seed: inputs.seed });
      expect(options.scenario).toEqual(scenario);
      expect(options.policies.map((policy) => policy.name)).toEqual([...inputs.policies]);
      expect(options.accountConcurrency).toBe(inputs.concurrency);
      expect(options.prices.book.region).toBe(inputs.region);
    }
  }
});

test('it is a line for a shell: times in units, stars quoted', () => {
  const fields = { restarts: 1.2, 'timings.leaseMs': 120_000, 'timings.retryMs': 1_500 };
  const command = cliCommand({ ...inputsFor('drill'), fields });
  expect(command).toContain("--set 'storm.nights.*.restartShare=x1.2'");
  expect(command).toContain('--set timings.leaseMs=2min --set timings.retryMs=1500ms');
  expect(cliCommand(inputsFor('august-2007'))).toBe(
    'npx rebootstorm run august-2007 --cloud twin --nodes 2000 --policy legacy-2007,resilient ' +
      '--seed 2007 --prices us-east-1',
  );
});
