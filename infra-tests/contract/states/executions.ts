// Executions as such: starting, naming, stopping, describing and listing them.

import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import { endOf, execute, machineOf, start, statesCase } from './machine-run.ts';

const START = 'Step Functions API reference, StartExecution';
const DESCRIBE = 'Step Functions API reference, DescribeExecution';

const quick = machineOf({ StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } });

const slow = machineOf({
  StartAt: 'Pause',
  States: { Pause: { Type: 'Wait', Seconds: 20, End: true } },
});

const startWith = ({ sfn, ref }: ContractBench, more: { input?: string; name?: string }) =>
  refusalOf(sfn.send(new StartExecutionCommand({ stateMachineArn: ref('Machine'), ...more })));

/** Cases of executions. */
export const executions = [
  statesCase({
    title: 'a start under the name of a running execution with the same input is that execution',
    resources: slow,
    async run(bench) {
      const name = bench.freshName('storm');
      const first = await start(bench, { wave: 1 }, name);
      const second = await start(bench, { wave: 1 }, name);
      return { isSame: first === second };
    },
    expected: { isSame: true },
    source: START,
  }),
  statesCase({
    title: 'a start under the name of a running execution with another input is refused',
    resources: slow,
    async run(bench) {
      const name = bench.freshName('storm');
      await start(bench, { wave: 1 }, name);
      return startWith(bench, { name, input: '{"wave":2}' });
    },
    expected: { error: 'ExecutionAlreadyExists' },
    source: START,
  }),
  statesCase({
    title: 'a start under the name of an execution that has ended is refused',
    resources: quick,
    async run(bench) {
      const name = bench.freshName('storm');
      await endOf(bench, await start(bench, {}, name));
      return startWith(bench, { name, input: '{}' });
    },
    expected: { error: 'ExecutionAlreadyExists' },
    source: START,
  }),
  statesCase({
    title: 'a start with input that is no JSON is refused',
    resources: quick,
    run: (bench) => startWith(bench, { input: '{wave: 1}' }),
    expected: { error: 'InvalidExecutionInput' },
    source: START,
  }),
  statesCase({
    title: 'a start with more than 256 KiB of input is refused',
    resources: quick,
    run: (bench) => startWith(bench, { input: JSON.stringify('x'.repeat(262_144)) }),
    expected: { error: 'InvalidExecutionInput' },
    source: 'Step Functions developer guide, service quotas',
  }),
  statesCase({
    title: "a start under a name with a blank or a '<' is refused",
    resources: quick,
    run: async (bench) => [
      await startWith(bench, { name: 'a storm' }),
      await startWith(bench, { name: 'a<storm' }),
    ],
    expected: [{ error: 'InvalidName' }, { error: 'InvalidName' }],
    source: START,
  }),
  statesCase({
    title: 'a start of a machine that does not exist is refused',
    resources: quick,
    run: ({ sfn, ref }) =>
      refusalOf(sfn.send(new StartExecutionCommand({ stateMachineArn: `${ref('Machine')}-not` }))),
    expected: { error: 'StateMachineDoesNotExist' },
    source: START,
  }),
  statesCase({
    title: 'an execution that does not exist cannot be described',
    resources: quick,
    run: ({ sfn, ref }) => {
      const arn = ref('Machine').replace(':stateMachine:', ':execution:');
      return refusalOf(sfn.send(new DescribeExecutionCommand({ executionArn: `${arn}:nobody` })));
    },
    expected: { error: 'ExecutionDoesNotExist' },
    source: DESCRIBE,
  }),
  statesCase({
    title: 'a start without input has an empty object as input',
    resources: quick,
    async run(bench) {
      const { executionArn = '' } = await bench.sfn.send(
        new StartExecutionCommand({ stateMachineArn: bench.ref('Machine') }),
      );
      const { output, described } = await endOf(bench, executionArn);
      return { input: described.input, output };
    },
    expected: { input: '{}', output: {} },
    source: START,
  }),
  statesCase({
    title: 'a running execution has no output and no end, one that succeeded has both',
    resources: machineOf({
      StartAt: 'Pause',
      States: { Pause: { Type: 'Wait', Seconds: 2, End: true } },
    }),
    async run(bench) {
      const executionArn = await start(bench, { wave: 1 });
      const { status, output, stopDate } = await bench.sfn.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      const { described: after } = await endOf(bench, executionArn);
      return {
        running: [status, output ?? null, stopDate ?? null],
        ended: [after.status, after.input, after.output, after.stopDate instanceof Date],
      };
    },
    expected: {
      running: ['RUNNING', null, null],
      ended: ['SUCCEEDED', '{"wave":1}', '{"wave":1}', true],
    },
    source: DESCRIBE,
  }),
  statesCase({
    title: 'a stopped execution is aborted, with the error and cause that it was stopped with',
    resources: slow,
    async run(bench) {
      const executionArn = await start(bench, {});
      const stop = { executionArn, error: 'Enough', cause: 'seen enough' };
      await bench.sfn.send(new StopExecutionCommand(stop));
      const { status, described } = await endOf(bench, executionArn);
      return { status, error: described.error, cause: described.cause };
    },
    expected: { status: 'ABORTED', error: 'Enough', cause: 'seen enough' },
    source: 'Step Functions API reference, StopExecution',
  }),
  statesCase({
    title: "an execution that takes longer than its machine's time-out is timed out",
    resources: machineOf({
      StartAt: 'Pause',
      TimeoutSeconds: 1,
      States: { Pause: { Type: 'Wait', Seconds: 20, End: true } },
    }),
    async run(bench) {
      const { status, tookMs } = await execute(bench);
      return { status, isInTime: tookMs >= 950 && tookMs < 10_000 };
    },
    expected: { status: 'TIMED_OUT', isInTime: true },
    source: 'Step Functions developer guide, state machine structure',
  }),
  statesCase({
    title: 'executions are listed by status',
    resources: slow,
    async run(bench) {
      const stateMachineArn = bench.ref('Machine');
      await start(bench, {});
      const executionArn = await start(bench, {});
      await bench.sfn.send(new StopExecutionCommand({ executionArn }));
      await endOf(bench, executionArn);
      const list = async (statusFilter: 'RUNNING' | 'ABORTED' | 'SUCCEEDED') => {
        const command = new ListExecutionsCommand({ stateMachineArn, statusFilter });
        return (await bench.sfn.send(command)).executions?.length;
      };
      return [await list('RUNNING'), await list('ABORTED'), await list('SUCCEEDED')];
    },
    expected: [1, 1, 0],
    source: 'Step Functions API reference, ListExecutions',
  }),
  statesCase({
    title: 'the history of a Pass state is four events',
    resources: quick,
    async run(bench) {
      const executionArn = await start(bench, {});
      await endOf(bench, executionArn);
      const { events = [] } = await bench.sfn.send(
        new GetExecutionHistoryCommand({ executionArn }),
      );
      return events.map(({ type, id }) => [id, type]);
    },
    expected: [
      [1, 'ExecutionStarted'],
      [2, 'PassStateEntered'],
      [3, 'PassStateExited'],
      [4, 'ExecutionSucceeded'],
    ],
    source: 'Step Functions API reference, GetExecutionHistory',
  }),
];
