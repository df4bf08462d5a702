import type { Command } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import {
  loadScenario,
  type ScenarioSource,
  scenarioNames,
  scenarioSource,
  shippedScenario,
} from '../scenario-argument.ts';

/** The options of the command `scenario`, checked. */
export type ScenarioOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'show' | 'fields'; readonly scenario: Scenario; readonly json: boolean }
  | {
      readonly action: 'init';
      /** Where the file goes; nothing may be there. */
      readonly path: string;
      /** The scenario that it extends. */
      readonly base: Scenario;
    };

/** Adds the command `scenario`, which calls `onScenario` with checked options. */
export function addScenarioCommand(
  program: Command,
  onScenario: (options: ScenarioOptions) => Promise<void>,
): void {
  const scenario = program
    .command('scenario')
    .description('the scenarios that ship, their fields, and a start for one of your own');
  scenario
    .command('list')
    .description('the scenarios that ship, each in a sentence')
    .option('--json', 'print the list as JSON on standard output', false)
    .action(({ json }: { json: boolean }) => onScenario({ action: 'list', json }));
  for (const [action, does] of [
    ['show', 'the network, the storm and the target of a scenario; --json: a whole scenario file'],
    ['fields', 'each field with its unit, range, value and how well the value is known'],
  ] as const)
    scenario
      .command(action)
      .description(does)
      .argument(
        action === 'show' ? '<scenario>' : '[scenario]',
        `one of: ${scenarioNames}; or a file`,
        scenarioSource,
      )
      .option('--json', 'print it as JSON on standard output', false)
      .addHelpText('after', action === 'fields' ? fieldsHelp : '')
      .action(
        async (
          given: ScenarioSource | undefined,
          { json }: { json: boolean },
          command: Command,
        ) => {
          const loaded = await loadScenario(given ?? scenarioSource('drill'), command);
          return onScenario({ action, scenario: loaded.scenario, json });
        },
      );
  scenario
    .command('init')
    .description('writes a scenario that changes one that ships, and runs as it is')
    .argument('[file]', 'such as mine.json, or mine.ts for types and comments', 'mine.json')
    .option('--extends <scenario>', `one of: ${scenarioNames}`, shippedScenario)
    .action((path: string, { extends: base }: { extends?: Scenario }) =>
      onScenario({ action: 'init', path, base: base ?? shippedScenario('drill') }),
    )
    .addHelpText('after', initHelp);
}

const fieldsHelp = `
A * stands for every member of a list or table. "sweep --vary" takes each field that has a range,
but not nodeCount: for that there is --vary nodes. Without a scenario the values are the drill's.
A scale may have timings of its own: embedded.timings and full.timings take the same fields.`;

const initHelp = `
Exit codes: 0 written, 64 the file is there already or has another ending,
  74 it cannot be written`;
