import { startWatchedEngine, type WatchedEngine } from '#testing/stack/watched-engine.ts';
import { loopbackConnection } from '../loopback-connection.ts';
import { openStackMetrics, type StackMetrics } from './stack-metrics.ts';

let engine: WatchedEngine;
let metrics: StackMetrics;

beforeEach(async () => {
  engine = await startWatchedEngine();
  metrics = openStackMetrics({ connection: loopbackConnection(engine.environment) });
});

afterEach(() => {
  metrics.close();
  engine.stop();
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.UTC(2026, 10, 30, 12, 0, 20);

const invocations = {
  namespace: 'AWS/Lambda',
  name: 'Invocations',
  dimensions: { FunctionName: 'heal' },
};
const at = 'AWS/Lambda Invocations FunctionName=heal';

test('a series is summed over every minute that the span touches, and no other', async () => {
  const ms = [-21_000, -20_000, 0, minuteMs, 2 * minuteMs + 39_000, 2 * minuteMs + 40_000];
  engine.series = [{ at, numbers: ms.map((after, index) => [startMs + after, 10 ** index]) }];
  const span = { fromMs: startMs, toMs: startMs + 2 * minuteMs };
  expect(await metrics.sumOf(invocations, span)).toBe(11_110);
});

test('a span of days is asked for in steps that CloudWatch still answers', async () => {
  const toMs = startMs + 3 * 24 * hourMs;
  engine.series = [
    {
      at,
      numbers: [
        [startMs, 1],
        [startMs + 1_000, 2],
        [toMs, 4],
      ],
    },
  ];
  expect(await metrics.sumOf(invocations, { fromMs: startMs, toMs })).toBe(7);
});

test('a series without a number is not a series of zeros', async () => {
  const span = { fromMs: startMs, toMs: startMs + minuteMs };
  expect(await metrics.sumOf(invocations, span)).toBeUndefined();
  engine.series = [{ at, numbers: [[startMs, 0]] }];
  expect(await metrics.sumOf(invocations, span)).toBe(0);
});

test('each series counts the clock hours in which it got a number', async () => {
  const hours = (...after: number[]) => after.map((many) => [startMs + many * hourMs, 1] as const);
  engine.series = [
    { at: 'Rebootstorm NodesJoined service=rebootstorm', numbers: hours(0, 0.1, 1) },
    { at: 'Rebootstorm NodesLeft service=rebootstorm', numbers: hours(1.5) },
    { at: 'Others NodesLeft service=rebootstorm', numbers: hours(0) },
    { at: 'Rebootstorm NodesLeft service=another', numbers: hours(0, 1) },
    { at: 'Rebootstorm NodesHealed service=rebootstorm', numbers: hours(7) },
  ];
  const span = { fromMs: startMs, toMs: startMs + 2 * hourMs };
  const ours = { namespace: 'Rebootstorm', dimensions: { service: 'rebootstorm' } };
  expect(await metrics.seriesHours(ours, span)).toBe(3);
  expect(await metrics.seriesHours({ ...ours, namespace: 'Nobody' }, span)).toBe(0);
});
