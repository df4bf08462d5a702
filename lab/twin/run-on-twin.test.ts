import { hypothesisNames, policies } from '#domain/policies.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import type { Sample } from '#runner/result.ts';
import { twinRun } from '#runner/twin/twin-run.ts';
import { drill } from '#scenarios/drill.ts';
import { runOnTwin } from './run-on-twin.ts';
import type { RunProgress, RunRequest } from './worker-messages.ts';

const order = {
  scenario: drill,
  seed: 7,
  nodeCount: 300,
  scale: 'embedded',
  retries: 'executed',
} as const;
const request: RunRequest = { kind: 'run', policy: policies['legacy-2007'], ...order };

function progressOf(nowMs: () => number): RunProgress[] {
  const all: RunProgress[] = [];
  runOnTwin(request, (progress) => all.push(progress), nowMs);
  return all;
}

test('a worker makes the run that the command line makes', async () => {
  const here = runOnTwin(
    request,
    () => {},
    () => 0,
  );
  const there = await twinRun(
    { cloud: 'twin', policy: policyNamed('legacy-2007'), ...order },
    () => {},
    () => 0,
  );
  expect(here).toEqual(there);
});

test('a name too long for a run is cut as on the command line', async () => {
  const name = hypothesisNames.join('+');
  const { policy } = policyNamed(name);
  const here = runOnTwin(
    { ...request, policy },
    () => {},
    () => 0,
  );
  const there = await twinRun(
    { cloud: 'twin', ...order, policy: policyNamed(name) },
    () => {},
    () => 0,
  );
  expect(here).toEqual(there);
});

test('every sample is handed on once and in order, however slow the page is', () => {
  const { run } = runOnTwin(
    request,
    () => {},
    () => 0,
  );
  let nowMs = 0;
  const quick = () => {
    nowMs += 1_000;
    return nowMs;
  };
  for (const clock of [() => 0, quick]) {
    const samples: Sample[] = progressOf(clock).flatMap((progress) => [...progress.samples]);
    expect(samples.map(({ atMs }) => atMs)).toEqual([...new Set(samples.map(({ atMs }) => atMs))]);
    expect(run.samples.at(-1)).toMatchObject(samples.at(-1) ?? {});
    expect(samples.length).toBeGreaterThanOrEqual(run.samples.length);
  }
});

test('details come at the moments of the samples, and one at the end', () => {
  const all = progressOf(() => 0);
  const samples = all.flatMap((progress) => progress.samples.map(({ atMs }) => atMs));
  const details = all.flatMap((progress) => progress.details?.details ?? []);
  expect(details.slice(0, -1).map(({ atMs }) => atMs)).toEqual(samples);
  expect(details.at(-1)?.atMs).toBeGreaterThan(samples.at(-1) ?? 0);
});

test('it says how far it is, up to the end', () => {
  const all = progressOf(() => 0);
  expect(all.at(-1)).toMatchObject({ fraction: 1, shard: 1, shardCount: 1 });
});
