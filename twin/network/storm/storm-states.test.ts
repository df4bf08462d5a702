import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRunOptions } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';
import type { StateEntered } from './storm-states.ts';

function logOf(options: NetworkRunOptions) {
  const log: StateEntered[] = [];
  const run = runNetwork({ ...options, onState: (entered) => log.push(entered) });
  return { run, log };
}

const countOf = (log: readonly StateEntered[], state: StateEntered['state']) =>
  log.reduce((sum, one) => sum + (one.state === state ? one.times : 0), 0);

describe.each([
  ['legacy-2007', 'NotHealed'],
  ['resilient', 'Healed'],
] as const)('the states of a storm under %s', (policy, end) => {
  const { untilMs: _, ...whole } = augustOptions(policy, 300, 4, { sampleEveryMs: 600_000 });
  const options = { ...whole, untilMs: null };
  const { run, log } = logOf(options);

  test('are as many as the transitions on the bill', () => {
    const entered = log.reduce((sum, { times }) => sum + times, 0);
    expect(entered).toBe(run.meters['stepFunctions.transitions']);
    expect(JSON.stringify(run)).toBe(JSON.stringify(runNetwork(options)));
  });

  test('follow each other in time, from the first to the one that ends it', () => {
    const times = log.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(log[0]?.state).toBe('PlanStorm');
    expect(log.at(-1)?.state).toBe(end);
  });

  test('dispatch each wave to each cell, and look as often as the functions are called', () => {
    const { meters } = run;
    expect(countOf(log, 'DispatchCell')).toBe(meters['lambda.invocations.dispatch-cell']);
    const looks = countOf(log, 'Observe') + countOf(log, 'Poll');
    expect(looks).toBe(meters['lambda.invocations.observe']);
    expect(countOf(log, 'WaitForWave')).toBe(countOf(log, 'DispatchCells'));
    expect(countOf(log, 'WaitToPoll')).toBe(countOf(log, 'Poll'));
    expect(countOf(log, 'WhatNext')).toBe(countOf(log, 'Observe') + countOf(log, 'PollingEnds'));
  });
});
