// What the libraries really write, beside what is billed for it.
import fc from 'fast-check';
import { type CountedMetric, countedLines, entryFrameBytes } from '#domain/function-lines.ts';
import { publishedMetrics } from '#domain/stack/published-metrics.ts';
import { stackSettings } from '#domain/stack/stack-settings.ts';
import { metricNames } from '#domain/stack-names.ts';
import { lambdaRuntime } from './runtime.ts';

/** What a piece of work writes, whether to standard output or to standard error. */
function written(work: () => void): string {
  let text = '';
  const take = (piece: string | Uint8Array) => {
    text += String(piece);
    return true;
  };
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) stream.write = take;
  try {
    work();
  } finally {
    for (const [at, stream] of streams.entries()) stream.write = writes[at] ?? take;
  }
  return text;
}

/** As Lambda sets them, by which the libraries see where they are. */
const onLambda = {
  AWS_LAMBDA_FUNCTION_NAME: 'login',
  _X_AMZN_TRACE_ID: 'Root=1-63e54f76-613d90840ef5611617d19f78;Parent=5b3f323a471e441f;Sampled=1',
};

const before = { ...process.env };
beforeAll(() => Object.assign(process.env, onLambda));
afterAll(() => {
  process.env = before;
});

const choices = fc.record({
  isWatched: fc.boolean(),
  metrics: fc.constantFrom(...stackSettings.metrics.choices),
  logLevel: fc.constantFrom(...stackSettings.logLevel.choices),
});

test('an invocation’s counts take as many bytes as they are billed', () => {
  const calls = fc.array(
    fc.tuple(fc.constantFrom(...metricNames), fc.integer({ min: 0, max: 2_000 })),
    { maxLength: 90 },
  );
  fc.assert(
    fc.property(calls, choices, (counts, choice) => {
      process.env.PUBLISHED_METRICS = choice.metrics;
      process.env.ALARMS = choice.isWatched ? 'on' : '';
      process.env.POWERTOOLS_LOG_LEVEL = choice.logLevel.toUpperCase();
      const runtime = lambdaRuntime();
      const lines = written(() => {
        for (const [metric, value] of counts) runtime.count(metric, value);
        runtime.publishMetrics();
      });
      const counted = new Map<string, CountedMetric>();
      for (const [metric, value] of counts) {
        const known = counted.get(metric) ?? { calls: 0, valueChars: 0, sum: 0 };
        const valueChars = known.valueChars + String(value).length;
        counted.set(metric, { calls: known.calls + 1, valueChars, sum: known.sum + value });
      }
      const { bytes, fed } = countedLines(counted, {
        published: publishedMetrics(choice.metrics, choice.isWatched),
        logLevel: choice.logLevel,
      });
      expect(Buffer.byteLength(lines)).toBe(bytes);
      const published = lines.match(/"Name":"\w+"/g) ?? [];
      expect(published).toEqual(fed.map((name) => `"Name":"${name}"`));
    }),
  );
});

test('an entry takes its own bytes and the frame that each has, and a debug entry none', () => {
  delete process.env.POWERTOOLS_LOG_LEVEL;
  const fields = fc.dictionary(
    fc.constantFrom('queue', 'messageId', 'cause', 'runId'),
    fc.oneof(fc.stringMatching(/^[ -~]{1,40}$/), fc.integer()),
  );
  fc.assert(
    fc.property(fc.constantFrom('info', 'warn', 'error'), fields, (level, more) => {
      const entry = { ...more, level, message: 'message failed' } as const;
      const line = written(() => lambdaRuntime().log(entry));
      const own = Buffer.byteLength(JSON.stringify(entry));
      expect(Buffer.byteLength(line)).toBe(own + entryFrameBytes);
    }),
  );
  const debug = { level: 'debug', message: 'seen' } as const;
  expect(written(() => lambdaRuntime().log(debug))).toBe('');
});
