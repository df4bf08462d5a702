// Small runs of the twin that differ in what they use of it, and what is kept of each.
import { type PolicyId, policies, policyIds } from '#domain/policies.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import { hourMs, minuteMs } from '#testing/domain/builders.ts';
import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from '#twin/network/network-run.ts';
import { runNetwork } from '#twin/network/run-network.ts';
import { type Figures, named } from './figures.ts';

/** Runs all, one after the other. @returns their figures by the name of the run */
export function twinFigures(): Record<string, Figures> {
  return Object.fromEntries(
    [...recordedRuns()].map(([name, options]) => [name, keptOf(runNetwork(options))]),
  );
}

function* recordedRuns(): Generator<[string, NetworkRunOptions]> {
  const hourly = { sampleEveryMs: hourMs };
  for (const policy of policyIds)
    yield [`august-2007 ${policy} 400`, augustOptions(policy, 400, 7, hourly)];
  yield [
    'august-2007 legacy-2007 2000, aggregated',
    augustOptions('legacy-2007', 2_000, 7, { ...hourly, retries: 'aggregated' }),
  ];
  yield [
    'august-2007 legacy-2007 400, ten invocations at a time',
    augustOptions('legacy-2007', 400, 7, { ...hourly, accountConcurrency: 10 }),
  ];
  yield [
    'august-2007 resilient 400, ticks of a second',
    augustOptions('resilient', 400, 7, { ...hourly, tickMs: 1_000 }),
  ];
  yield [
    'august-2007 resilient 400, traced, all metrics',
    augustOptions('resilient', 400, 7, {
      ...hourly,
      configuration: { ...usualConfiguration, tracing: 'on', metrics: 'all' },
    }),
  ];
  for (let seed = 0; seed < 8; seed += 1) {
    const policy = policyIds[seed % policyIds.length] ?? 'resilient';
    yield [`swarm case ${seed} ${policy}`, swarmOptions(seed, policy)];
  }
}

function swarmOptions(seed: number, id: PolicyId): NetworkRunOptions {
  const { settings, shape } = drawSwarmCase(seed).planned;
  const timings = { ...settings.timings, observeForMs: settings.target.healWithinMs + minuteMs };
  const watched = { ...settings, timings, policy: policies[id] };
  return {
    settings: { ...watched, endsAtMs: observedUntilMs(watched) + hourMs },
    shape,
    untilMs: null,
    sampleEveryMs: 10_000,
    retries: seed % 2 === 0 ? 'executed' : 'aggregated',
  };
}

function keptOf({ counts, meters, peaks, samples, ending, startMs, endMs }: NetworkRun): Figures {
  const { atMs = Number.NaN, ...last } = samples.at(-1) ?? {};
  return {
    ending,
    ranMs: endMs - startMs,
    lastSampleAfterMs: atMs - startMs,
    ...named('end', last),
    ...named('count', counts),
    ...named('meter', meters),
    ...named('peak', peaks),
  };
}
