import { overWords, type StartableRun, startRefusal } from './start-refusal.ts';

const run: StartableRun = { status: 'running', settings: { runId: 'drill-1', endsAtMs: 1_000 } };

test('a run that was seeded is started by the execution of its name alone', () => {
  expect(startRefusal(run, 'drill-1', 1_000)).toBeNull();
  expect(startRefusal(run, 'mine', 1_000)).toMatch(/this one is called mine; .* --name drill-1$/);
});

test.each<[string, Partial<StartableRun>, RegExp]>([
  ['that ended', { status: 'finished' }, /drill-1 is over: its storm was conducted to its end/],
  ['that was stopped', { status: 'finished', stopped: 'cost' }, /over: it was stopped \(cost\)/],
  ['whose time is up', {}, /over: its time was up 1 s ago\. .* seed another$/],
])('a run %s is not started again', (_which, more, words) => {
  const over = { ...run, ...more };
  expect(startRefusal(over, 'drill-1', 1_001)).toMatch(words);
  expect(overWords(over, 1_001)).not.toBeNull();
});

test('a run that is to be started by hand is not started too late', () => {
  const seeded = { ...run, settings: { ...run.settings, startByMs: 500 } };
  expect(startRefusal(seeded, 'drill-1', 500)).toBeNull();
  expect(startRefusal(seeded, 'drill-1', 501)).toMatch(/at least 1 s earlier, .* too late/);
  expect(overWords(seeded, 501)).toBeNull();
});
