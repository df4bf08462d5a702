import { type ContractBench, type ContractCase, refusalOf } from './contract-case.ts';
import { ResourcesRefusedError, type RunningContractEngine } from './engines/contract-engine.ts';
import { askCase, judgeAnswer } from './judge-case.ts';

/** An engine without any service: what a case makes of it is the case's own affair. */
const engine: RunningContractEngine = {
  version: '1',
  withBench: (_resources, use) => use({} as ContractBench),
  stop: async () => {},
};

const judge = async (run: ContractCase['run'], expected: unknown, on = engine) => {
  const asked: ContractCase = { service: 'sqs', title: 'a case', run, expected, source: 'nowhere' };
  return judgeAnswer(asked, await askCase(on, asked, 50));
};

/** An error as an SDK client throws it. */
const sdkError = (name: string, status: number) =>
  Object.assign(new Error('on purpose'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });

test('what was seen is compared as JSON, and members that are undefined do not count', async () => {
  const seen = async () => ({ a: 1, b: undefined });
  expect(await judge(seen, { a: 1 })).toEqual({ kind: 'passed' });
  expect(await judge(seen, { a: 2 })).toEqual({ kind: 'differs', got: { a: 1 } });
  expect(await judge(seen, { a: 1, c: null })).toEqual({ kind: 'differs', got: { a: 1 } });
});

test('an error that a case lets through is a difference under its name', async () => {
  const run = () => Promise.reject(sdkError('QueueDoesNotExist', 400));
  expect(await judge(run, 1)).toEqual({ kind: 'differs', got: { refused: 'QueueDoesNotExist' } });
});

test('a case that breaks off differs, though it expects the words of that', async () => {
  const got = { refused: 'QueueDoesNotExist' };
  const run = () => Promise.reject(sdkError('QueueDoesNotExist', 400));
  expect(await judge(run, got)).toEqual({ kind: 'differs', got });
});

test('a case whose operation an engine lacks is unsupported, whatever it expects', async () => {
  const lacking = () => refusalOf(Promise.reject(sdkError('InternalFailure', 501)));
  expect(await judge(lacking, { error: 'InternalFailure' })).toMatchObject({ kind: 'unsupported' });
  const unknown = () => refusalOf(Promise.reject(sdkError('UnknownOperationException', 400)));
  expect(await judge(unknown, 1)).toMatchObject({ kind: 'unsupported' });
});

test('a case that hangs is a difference when its time is over', async () => {
  const run = () => new Promise(() => {});
  const got = { failed: 'no answer within 0.05 s' };
  expect(await judge(run, 1)).toEqual({ kind: 'differs', got });
});

test('resources that are refused are a difference with the reason', async () => {
  const refusing: RunningContractEngine = {
    ...engine,
    withBench: () => Promise.reject(new ResourcesRefusedError('no such type')),
  };
  const got = { failed: 'no such type' };
  expect(await judge(async () => 1, 1, refusing)).toEqual({ kind: 'differs', got });
});

test('a cancelled transaction is refused with its reasons, in their order', async () => {
  const cancelled = Object.assign(sdkError('TransactionCanceledException', 400), {
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
  });
  expect(await refusalOf(Promise.reject(cancelled))).toEqual({
    error: 'TransactionCanceledException',
    reasons: ['None', 'ConditionalCheckFailed'],
  });
});

test('an error that is no answer of a service is not taken for one', async () => {
  await expect(refusalOf(Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
});
