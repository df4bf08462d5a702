import type { RunResult } from '#runner/result.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { runPhases } from './run-phases.ts';

function runOf(policy: string): RunResult {
  const run = exampleResult().runs.find((each) => each.policy === policy);
  if (run === undefined) throw new Error(`the example has no policy ${policy}`);
  return run;
}

function kindsOf(run: RunResult): string[] {
  return runPhases(run).map(({ kind }) => kind);
}

test('a run that healed recovers after the last restart and ends healed', () => {
  expect(kindsOf(runOf('resilient'))).toEqual(['before', 'restarts', 'recovering', 'healed']);
});

test('a stuck run stays stuck from the last restart to its end', () => {
  const phases = runPhases(runOf('legacy-2007'));
  expect(phases.at(-1)).toMatchObject({ kind: 'stuck', endMs: runOf('legacy-2007').endMs });
});

test('phases follow each other without a gap from start to end', () => {
  const run = runOf('resilient');
  const phases = runPhases(run);
  const borders = phases.map(({ startMs }) => startMs).concat(run.endMs);
  expect(borders).toEqual([run.startMs, ...phases.map(({ endMs }) => endMs)]);
});

test('a run without restarts is all before', () => {
  expect(kindsOf({ ...runOf('resilient'), waves: [] })).toEqual(['before']);
});

test('a run that was stopped between two waves ends with its storm', () => {
  const run = runOf('resilient');
  const endMs = run.lastRestartAtMs - 60_000;
  expect(runPhases({ ...run, healMs: null, endMs }).at(-1)).toMatchObject({
    kind: 'restarts',
    endMs,
  });
  const early = { ...run, healMs: null, endMs: run.startMs + 1_000 };
  expect(runPhases(early)).toEqual([{ kind: 'before', startMs: run.startMs, endMs: early.endMs }]);
});
