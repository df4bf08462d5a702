// What the context object holds.

import type { ContractBench } from '../../contract/contract-case.ts';
import { execute, machineOf } from '../../contract/states/machine-run.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { ending, localStack, only, row } from './ask-machine.ts';

const context = (path: string) => ({
  resources: machineOf(only({ Type: 'Pass', Parameters: { 'r.$': path } })),
  ask: async (bench: ContractBench) => (await execute(bench, { a: 1 })).output,
});

const inContext = (test: string) =>
  localStack('context_object/test_context_object.py', test, '2024-09-11');

/** What the context object holds, and which fields may read it. */
export const contextRows: readonly RecordedRow[] = [
  row({
    title: 'the context object has these members, and a Pass no retry count',
    resources: machineOf(only({ Type: 'Pass', InputPath: '$$' })),
    ask: async (bench) => {
      const { output } = await execute(bench, { a: 1 });
      const parts = Object.entries(output as Record<string, object>);
      return Object.fromEntries(parts.map(([name, part]) => [name, Object.keys(part).sort()]));
    },
    answer: {
      Execution: ['Id', 'Input', 'Name', 'RedriveCount', 'RoleArn', 'StartTime'],
      StateMachine: ['Id', 'Name'],
      State: ['EnteredTime', 'Name'],
    },
    source: inContext('test_input_path[$$]'),
  }),
  row({
    title: 'the context object has the role and the redrive count',
    ...context('States.Array($$.Execution.RoleArn, $$.Execution.RedriveCount)'),
    answer: { r: ['arn:aws:iam::000000000000:role/contract', 0] },
    source: localStack('base/test_base.py', 'test_query_context_object_values', '2024-07-15'),
  }),
  row({
    title: 'an OutputPath can lead into the context object',
    ...ending(only({ Type: 'Pass', OutputPath: '$$.Execution.Input' }), { a: 1 }),
    answer: { status: 'SUCCEEDED', output: { a: 1 } },
    source: inContext('test_output_path[$$.Execution.Input]'),
  }),
  row({
    title: 'an ItemsPath can lead into the context object',
    ...ending(
      only({
        Type: 'Map',
        ItemsPath: '$$.Execution.Input.items',
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      }),
      { items: ['item-0'] },
    ),
    answer: { status: 'SUCCEEDED', output: ['item-0'] },
    source: inContext('test_items_path'),
  }),
  row({
    title: 'a Variable can lead into the context object',
    ...ending(
      {
        StartAt: 'S',
        States: {
          S: {
            Type: 'Choice',
            Choices: [{ Variable: '$$.Execution.Input.a', IsPresent: true, Next: 'Yes' }],
          },
          Yes: { Type: 'Pass', Result: 'yes', End: true },
        },
      },
      { a: 1 },
    ),
    answer: { status: 'SUCCEEDED', output: 'yes' },
    source: inContext('test_variable'),
  }),
];
