import { localCloudEngine } from '../contract/engines/local-cloud-engine.ts';
import { complaintAbout, judgeRow } from './judge-row.ts';
import { NOT_MADE, type RecordedRow } from './recorded-row.ts';

const row = (more: Partial<RecordedRow>): RecordedRow => ({
  service: 'sqs',
  title: 'a row',
  ask: async () => ({ asked: true, absent: undefined }),
  answer: { asked: true },
  source: { suite: 'none', test: 'none', date: '2026-11' },
  ...more,
});

const complaint = async (more: Partial<RecordedRow>) => {
  const asked = row(more);
  return complaintAbout(asked, await judgeRow(await localCloudEngine.start(), asked));
};

const badQueue = { Jobs: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 901 } } };
const fifoQueue = { Jobs: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } };

test('a row that agrees is fine, and a row that differs is not', async () => {
  expect(await complaint({})).toBeUndefined();
  expect(await complaint({ answer: { asked: false } })).toBe(
    'AWS: {"asked":false}, local cloud: {"asked":true}',
  );
});

test('a mark of a difference holds only as long as there is one', async () => {
  expect(await complaint({ answer: 1, differs: 'a reason' })).toBeUndefined();
  expect(await complaint({ differs: 'a reason' })).toContain('agrees with AWS now');
});

test('resources that are refused are an answer, too', async () => {
  expect(await complaint({ resources: badQueue, answer: NOT_MADE })).toBeUndefined();
  expect(await complaint({ resources: badQueue })).toContain('DelaySeconds');
  expect(await complaint({ answer: NOT_MADE })).toContain('"asked":true');
});

test('what the local cloud does not have is never taken for a refusal of AWS', async () => {
  expect(await complaint({ resources: fifoQueue, answer: NOT_MADE })).toContain('not supported');
});

test('a row that breaks is no answer', async () => {
  const broken = complaint({
    ask: async () => {
      throw new TypeError('on purpose');
    },
  });
  await expect(broken).rejects.toThrow('on purpose');
});
