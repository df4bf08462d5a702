// What a function on real Lambda writes of its counts: one JSON line each for metrics and the rest.
import { lambdaRuntime } from './runtime.ts';

let before: string | undefined;
beforeEach(() => {
  before = process.env.PUBLISHED_METRICS;
});
afterEach(() => {
  if (before === undefined) delete process.env.PUBLISHED_METRICS;
  else process.env.PUBLISHED_METRICS = before;
  jest.restoreAllMocks();
});

/** The lines that an invocation with these counts writes. */
function written(choice: string | undefined): Record<string, unknown>[] {
  if (choice === undefined) delete process.env.PUBLISHED_METRICS;
  else process.env.PUBLISHED_METRICS = choice;
  const lines: string[] = [];
  const keep = (...words: unknown[]) => void lines.push(words.map(String).join(' '));
  for (const method of ['log', 'info', 'warn'] as const)
    jest.spyOn(console.Console.prototype, method).mockImplementation(keep);
  for (const method of ['log', 'info', 'warn'] as const)
    jest.spyOn(console, method).mockImplementation(keep);
  const runtime = lambdaRuntime();
  runtime.count('LoginAttempts', 50);
  runtime.count('LoginsBusy', 20);
  runtime.count('LoginsBusy', 22);
  runtime.publishMetrics();
  runtime.publishMetrics();
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('the core is published, the rest is one line of the log', () => {
  const [metrics, counted, ...others] = written(undefined);
  expect(metrics).toMatchObject({ LoginAttempts: 50, _aws: {} });
  expect(counted).toMatchObject({ message: 'counted', counts: { LoginsBusy: 42 } });
  expect(others).toEqual([]);
});

test('all counts are metrics where all are wanted, and none are where none is', () => {
  expect(written('all')).toMatchObject([{ LoginAttempts: 50, LoginsBusy: [20, 22] }]);
  expect(written('none')).toMatchObject([{ counts: { LoginAttempts: 50, LoginsBusy: 42 } }]);
});
