import { resolve } from 'node:path';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { measurePlacements } from './measure-placements.ts';
import { measureStorm } from './measure-storm.ts';
import { figureOf, type Measurement, measureRounds } from './measurement.ts';

test('every placement is handled, and each round does the same work', async () => {
  const figure = await measureRounds(2, () => measurePlacements(200));
  expect(figure).toMatchObject({ messageCount: 200, rounds: 2 });
  expect(figure.resultHash).toMatch(/^[0-9a-f]{12}$/);
  expect(figure.messagesPerSecondBest).toBeGreaterThanOrEqual(figure.messagesPerSecondMedian);
});

test('the work that is timed is two items a message, in batches of ten', async () => {
  const { counts } = await measurePlacements(200);
  expect(counts).toMatchObject({ nodes: 200, counted: 200 });
  expect(counts['sqs.SendMessageBatch']).toBe(20);
  expect(counts['dynamodb.requests']).toBeGreaterThanOrEqual(200);
  expect(counts['lambda.requests']).toBeLessThan(40);
});

test('a storm is measured with its faults, whole', async () => {
  const template = readStackTemplate(resolve('cli'));
  const work = { scenario: 'drill', nodeCount: 60, template };
  const figure = await measureRounds(2, () => measureStorm(work));
  expect(figure.messageCount).toBeGreaterThan(100);
  expect(figure.messagesPerSecondMedian).toBeGreaterThan(0);
});

test('rounds that differ are no figure', () => {
  const round = (wallMs: number, attempts: number): Measurement => ({
    name: 'a',
    work: 'b',
    messageCount: 1_000,
    wallMs,
    counts: { attempts },
  });
  expect(figureOf([round(2_000, 7), round(500, 7), round(1_000, 7)])).toMatchObject({
    wallMsMedian: 1_000,
    messagesPerSecondMedian: 1_000,
    messagesPerSecondBest: 2_000,
  });
  expect(() => figureOf([round(1, 7), round(1, 8)])).toThrow(/rounds of the same work differ/);
});
