// What the calls about machines and executions answer.

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import type { ContractBench } from '../../contract/contract-case.ts';
import { execute, machineOf, start } from '../../contract/states/machine-run.ts';
import { answerOf } from '../recorded-calls.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { ending, localStack, only, row } from './ask-machine.ts';

const inApi = (test: string, date: string) => localStack('test_sfn_api.py', test, date);

const pass = only({ Type: 'Pass' });
const waiting = only({ Type: 'Wait', Seconds: 60 });
const refusal = (error: string, message: string) => ({ error, message });
const badArn = refusal('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: no_arn'");

const arns = [
  row({
    title: 'DescribeStateMachine of what is no ARN is InvalidArn',
    ask: ({ sfn }) =>
      answerOf(sfn.send(new DescribeStateMachineCommand({ stateMachineArn: 'no_arn' }))),
    answer: badArn,
    source: inApi('test_describe_invalid_arn_sm', '2024-03-08'),
  }),
  row({
    title: 'ListExecutions of what is no ARN is InvalidArn',
    ask: ({ sfn }) => answerOf(sfn.send(new ListExecutionsCommand({ stateMachineArn: 'no_arn' }))),
    answer: badArn,
    source: inApi('test_list_execution_invalid_arn', '2024-03-08'),
  }),
  row({
    title: 'DescribeExecution of what is no ARN is InvalidArn',
    ask: ({ sfn }) => answerOf(sfn.send(new DescribeExecutionCommand({ executionArn: 'no_arn' }))),
    answer: badArn,
    source: inApi('test_describe_execution_invalid_arn', '2024-03-08'),
  }),
  row({
    title: 'GetExecutionHistory of what is no ARN is InvalidArn',
    ask: ({ sfn }) =>
      answerOf(sfn.send(new GetExecutionHistoryCommand({ executionArn: 'no_arn' }))),
    answer: badArn,
    source: inApi('test_get_execution_history_invalid_arn', '2024-03-08'),
  }),
  row({
    title: 'an execution that does not exist is named by its ARN',
    resources: machineOf(pass),
    ask: async (bench) => {
      const executionArn = `${bench.ref('Machine').replace('stateMachine', 'execution')}:none`;
      const described = await answerOf(
        bench.sfn.send(new DescribeExecutionCommand({ executionArn })),
      );
      return { ...described, message: String(described.message).replace(executionArn, 'ARN') };
    },
    answer: refusal('ExecutionDoesNotExist', "Execution Does Not Exist: 'ARN'"),
    source: inApi('test_describe_execution_no_such_state_machine', '2024-03-08'),
  }),
  row({
    title: 'a machine that does not exist is named by its ARN',
    resources: machineOf(pass),
    ask: async (bench) => {
      const stateMachineArn = `${bench.ref('Machine')}-none`;
      const listed = await answerOf(bench.sfn.send(new ListExecutionsCommand({ stateMachineArn })));
      return { ...listed, message: String(listed.message).replace(stateMachineArn, 'ARN') };
    },
    answer: refusal('StateMachineDoesNotExist', "State Machine Does Not Exist: 'ARN'"),
    source: inApi('test_list_execution_no_such_state_machine', '2024-03-08'),
  }),
];

const inputs = (
  [
    [
      'not some json',
      "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token " +
        "'null', 'true' or 'false')",
      'start_exec_str_inp',
    ],
    [
      "{'not': 'json'}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
      'start_exec_not_json_inp',
    ],
    ['', 'Invalid execution input.', 'start_res_empty'],
  ] as const
).map(([input, problem, test]) =>
  row({
    title: `the input ${JSON.stringify(input)} is refused`,
    resources: machineOf(pass),
    ask: ({ sfn, ref }) =>
      answerOf(sfn.send(new StartExecutionCommand({ stateMachineArn: ref('Machine'), input }))),
    answer: refusal('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem}'`),
    source: inApi(`test_invalid_start_execution_input: ${test}`, '2023-06-22'),
  }),
);

const scalars = ([[2], ['some text'], [null]] as const).map(([input]) =>
  row({
    title: `an execution takes the input ${JSON.stringify(input)}`,
    ...ending(pass, input),
    answer: { status: 'SUCCEEDED', output: input },
    source: inApi(`test_invalid_start_execution_input: ${JSON.stringify(input)}`, '2023-06-22'),
  }),
);

const tooLarge = refusal(
  'ValidationException',
  "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: " +
    'Member must have value less than or equal to 1000',
);

const tooLong = (value: string, most: number) =>
  refusal(
    'ValidationException',
    `1 validation error detected: Value '${value}' at 'nextToken' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${most}`,
  );

const listExecutions = (more: object) => ({
  resources: machineOf(pass),
  ask: ({ sfn, ref }: ContractBench) =>
    answerOf(sfn.send(new ListExecutionsCommand({ stateMachineArn: ref('Machine'), ...more }))),
});

const lists = [
  row({
    title: 'ListStateMachines of 1,001 is refused',
    ask: ({ sfn }) => answerOf(sfn.send(new ListStateMachinesCommand({ maxResults: 1001 }))),
    answer: tooLarge,
    source: inApi('test_list_sms_pagination: too large', '2024-07-01'),
  }),
  row({
    title: 'ListStateMachines with a token of 1,025 characters is refused',
    ask: ({ sfn }) =>
      answerOf(sfn.send(new ListStateMachinesCommand({ nextToken: 'x'.repeat(1025) }))),
    answer: tooLong('x'.repeat(1025), 1024),
    source: inApi('test_list_sms_pagination: long token', '2024-07-01'),
  }),
  row({
    title: 'ListExecutions of 1,001 is refused',
    ...listExecutions({ maxResults: 1001 }),
    answer: tooLarge,
    source: inApi('test_list_executions_pagination: too large', '2024-07-01'),
  }),
  row({
    title: 'ListExecutions with a token of 3,097 characters is refused',
    ...listExecutions({ nextToken: 'x'.repeat(3097) }),
    answer: tooLong('x'.repeat(3097), 3096),
    source: inApi('test_list_executions_pagination: long token', '2024-07-01'),
  }),
  row({
    title: 'a status in small letters is refused',
    ...listExecutions({ statusFilter: 'succeeded' }),
    answer: refusal(
      'ValidationException',
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy " +
        'constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, ' +
        'PENDING_REDRIVE, ABORTED, FAILED, RUNNING]',
    ),
    source: inApi('test_state_machine_status_filter', '2024-03-14'),
  }),
  row({
    title: 'a listed execution has a redrive count',
    resources: machineOf(pass),
    ask: async (bench) => {
      await execute(bench);
      const stateMachineArn = bench.ref('Machine');
      const { executions = [] } = await bench.sfn.send(
        new ListExecutionsCommand({ stateMachineArn }),
      );
      return executions.map((one) => Object.keys(one).sort());
    },
    answer: [
      [
        'executionArn',
        'name',
        'redriveCount',
        'startDate',
        'stateMachineArn',
        'status',
        'stopDate',
      ],
    ],
    source: inApi('test_start_execution', '2024-06-30'),
  }),
];

const redriven = async (bench: ContractBench) => {
  const { described } = await execute(bench);
  const { redriveCount, redriveStatus, redriveStatusReason } = described;
  return { redriveCount, redriveStatus, redriveStatusReason };
};

const executions = [
  row({
    title: 'an execution that succeeded cannot be redriven',
    resources: machineOf(pass),
    ask: redriven,
    answer: {
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    },
    source: inApi('test_describe_execution', '2024-08-21'),
  }),
  row({
    title: 'an execution that failed can be redriven',
    resources: machineOf(only({ Type: 'Fail' })),
    ask: redriven,
    answer: { redriveCount: 0, redriveStatus: 'REDRIVABLE' },
    source: localStack('base/test_base.py', 'test_state_fail: redrive', '2024-03-06'),
  }),
  row({
    title: 'a stopped execution ends after no event, without error and cause',
    resources: machineOf(waiting),
    ask: async (bench) => {
      const executionArn = await start(bench, {});
      await bench.wait(1_000);
      await bench.sfn.send(new StopExecutionCommand({ executionArn }));
      const answer = await bench.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
      return answer.events?.map(({ id, previousEventId, type }) => [id, previousEventId, type]);
    },
    answer: [
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'WaitStateEntered'],
      [3, 0, 'ExecutionAborted'],
    ],
    source: inApi('test_stop_execution', '2024-05-06'),
  }),
  row({
    title: 'the same start again is a retry as long as the execution runs',
    resources: machineOf(waiting),
    ask: async (bench) => {
      const first = await start(bench, { a: 1 }, 'once');
      const second = await start(bench, { a: 1 }, 'once');
      const other = start(bench, { a: 2 }, 'once').catch((error: Error) => error.name);
      return [first === second, await other];
    },
    answer: [true, 'ExecutionAlreadyExists'],
    source: inApi('test_start_execution_idempotent', '2024-08-21'),
  }),
];

const create = (sfn: SFNClient, definition: string, roleArn = 'arn:aws:iam::000000000000:role/a') =>
  answerOf(sfn.send(new CreateStateMachineCommand({ name: 'twice', roleArn, definition })));

const machines = [
  row({
    title: 'the same machine can be made twice',
    ask: async ({ sfn }) => {
      const first = await create(sfn, JSON.stringify(pass));
      const second = await create(sfn, JSON.stringify(pass));
      return first.stateMachineArn === second.stateMachineArn && 'stateMachineArn' in first;
    },
    answer: true,
    source: inApi('test_create_exact_duplicate_sm', '2023-06-22'),
  }),
  row({
    title: 'a machine whose definition is written otherwise exists already',
    ask: async ({ sfn }) => {
      await create(sfn, JSON.stringify(pass));
      return (await create(sfn, JSON.stringify(pass, null, 2))).error;
    },
    answer: 'StateMachineAlreadyExists',
    source: inApi('test_create_duplicate_definition_format_sm', '2023-06-22'),
  }),
  row({
    title: 'a machine has its role, and that it neither logs nor traces',
    resources: machineOf(pass),
    ask: async ({ sfn, ref }) => {
      const command = new DescribeStateMachineCommand({ stateMachineArn: ref('Machine') });
      const { roleArn, loggingConfiguration, tracingConfiguration, status, type } =
        await sfn.send(command);
      return { roleArn, loggingConfiguration, tracingConfiguration, status, type };
    },
    answer: {
      roleArn: 'arn:aws:iam::000000000000:role/contract',
      loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
      tracingConfiguration: { enabled: false },
      status: 'ACTIVE',
      type: 'STANDARD',
    },
    source: inApi('test_create_update_state_machine_base_role_arn', '2023-08-08'),
  }),
  ...(
    [
      ['a definition that holds', JSON.stringify(pass), { result: 'OK', diagnostics: [] }],
      [
        'an empty text',
        '',
        {
          result: 'FAIL',
          diagnostics: [
            {
              severity: 'ERROR',
              code: 'SCHEMA_VALIDATION_FAILED',
              message: 'Definition must be a valid JSON object',
            },
          ],
        },
      ],
      [
        'an empty object',
        '{}',
        {
          result: 'FAIL',
          diagnostics: [
            {
              severity: 'ERROR',
              code: 'SCHEMA_VALIDATION_FAILED',
              message: 'These fields are required: [States, StartAt]',
              location: '/',
            },
          ],
        },
      ],
    ] as const
  ).map(([what, definition, answer]) =>
    row({
      title: `ValidateStateMachineDefinition of ${what}`,
      ask: ({ sfn }) =>
        answerOf(sfn.send(new ValidateStateMachineDefinitionCommand({ definition }))),
      answer: { ...answer, truncated: false },
      source: localStack(
        'test_sfn_api_validation.py',
        `test_validate_state_machine_definition: ${what}`,
        '2025-10-19',
      ),
    }),
  ),
];

/** What the calls answer. */
export const callRows: readonly RecordedRow[] = [
  ...arns,
  ...inputs,
  ...scalars,
  ...lists,
  ...executions,
  ...machines,
];
