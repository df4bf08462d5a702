import { resolve } from 'node:path';
import fc from 'fast-check';
import { openMeterReader } from '#domain/meter-readings.ts';
import { policyIds } from '#domain/policies.ts';
import { firstRestartAtMs, lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { FAULTS_NONE, parseFaults } from '#local-cloud/faults.ts';
import { drill } from '#scenarios/drill.ts';
import { runPolicy } from './local/run-policy.ts';
import { readStackTemplate } from './local/stack-template.ts';
import { phasesOf } from './phases.ts';
import { policySource } from './policy-choice.ts';
import type { RunResult } from './result.ts';
import { twinRun } from './twin/twin-run.ts';

const template = readStackTemplate(resolve('cli'));
const unreported = () => {};

type Drawn = { readonly seed: number; readonly nodeCount: number; readonly policy: string };

/** A phase begins at the first reading at or after its moment; readings are seconds apart. */
function soonAfter(phase: RunResult['phases'][number] | undefined, momentMs: number): boolean {
  return phase !== undefined && phase.fromMs >= momentMs && phase.fromMs < momentMs + 5_000;
}

/** A drill, with faults or without them. */
async function localDrill({ seed, nodeCount, policy }: Drawn): Promise<RunResult> {
  const faults = seed % 2 === 0 ? FAULTS_NONE : parseFaults('default');
  const order = {
    scenario: drill,
    policy: policySource(policy),
    seed,
    nodeCount,
    faults,
    template,
  };
  return (await runPolicy(order, unreported)).run;
}

/** A drill on the twin, with its retries executed or aggregated. */
async function twinDrill({ seed, nodeCount, policy }: Drawn): Promise<RunResult> {
  const order = { scenario: drill, policy: policySource(policy), seed, nodeCount };
  const retries = seed % 2 === 0 ? 'executed' : 'aggregated';
  const options = { cloud: 'twin', scale: 'embedded', retries } as const;
  return (await twinRun({ ...order, ...options }, unreported, () => 0)).run;
}

const drawn = fc.record({
  seed: fc.nat(),
  nodeCount: fc.integer({ min: 10, max: 80 }),
  policy: fc.constantFrom(...policyIds),
});

describe.each([
  ['the local cloud', localDrill, 4],
  ['the twin', twinDrill, 20],
] as const)('on %s', (_cloud, run, numRuns) => {
  test('the phases follow each other from start to end and add up to the meters', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (choices) => {
        const { phases, meters, startMs, endMs } = await run(choices);
        expect(phases.map(({ fromMs }) => fromMs)).toEqual([
          startMs,
          ...phases.slice(0, -1).map(({ toMs }) => toMs),
        ]);
        expect(phases.at(-1)?.toMs).toBe(endMs);
        expect(meters['sqs.requests']).toBeGreaterThan(0);
        for (const [name, total] of Object.entries(meters)) {
          const parts = phases.map((phase) => phase.meters[name] ?? Number.NaN);
          const least = Math.min(...parts);
          expect({ name, least, isLess: least < 0 }).toEqual({ name, least, isLess: false });
          expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(total, 6);
        }
      }),
      { numRuns },
    );
  }, 120_000);

  test('a drill that heals has all four, in their order and at their moments', async () => {
    const {
      phases,
      healMs,
      lastRestartAtMs: lastMs,
    } = await run({
      seed: 6,
      nodeCount: 300,
      policy: 'resilient',
    });
    expect(phases.map(({ phase }) => phase)).toEqual(['steady', 'storm', 'heal', 'steady']);
    const [, storm, heal, after] = phases;
    const firstMs = firstRestartAtMs(drill.storm, 0);
    expect(soonAfter(storm, firstMs)).toBe(true);
    expect(soonAfter(heal, lastMs)).toBe(true);
    expect(soonAfter(after, lastMs + (healMs ?? Number.NaN))).toBe(true);
    expect(storm?.meters['lambda.invocations.login']).toBeGreaterThan(0);
    expect(after?.meters['lambda.invocations.report-storm']).toBe(1);
  }, 60_000);
});

describe('the cuts', () => {
  const settings = { storm: drill.storm, shiftMs: 0 };
  const [firstMs, lastMs] = [firstRestartAtMs(drill.storm, 0), lastRestartAtMs(drill.storm, 0)];

  /** A run whose meters are read at these moments, and that uses one unit each millisecond. */
  function cut(moments: readonly number[], endMs: number, healMs: number | null) {
    const reader = openMeterReader(firstMs, lastMs);
    for (const atMs of moments) if (reader.isNeeded(atMs)) reader.note(atMs, { ms: atMs });
    const run = { settings, startMs: 0, endMs, healMs, readings: reader.readings() };
    const phases = phasesOf({ ...run, meters: { ms: endMs } });
    return phases.map(({ phase, fromMs, toMs, meters }) => [phase, fromMs, toMs, meters.ms]);
  }

  test('are made at the first reading at or after the moment', () => {
    const moments = [0, 6_000, 12_000, 18_000, 24_000, 30_000, 36_000, 42_000];
    expect([firstMs, lastMs]).toEqual([5_000, 30_000]);
    expect(cut(moments, 45_000, 6_000)).toEqual([
      ['steady', 0, 6_000, 6_000],
      ['storm', 6_000, 30_000, 24_000],
      ['heal', 30_000, 36_000, 6_000],
      ['steady', 36_000, 45_000, 9_000],
    ]);
  });

  test('a run that never heals ends healing, and one that was cut short has no healing', () => {
    const moments = [0, 7_000, 31_000, 38_000];
    expect(cut(moments, 40_000, null).map(([phase]) => phase)).toEqual(['steady', 'storm', 'heal']);
    expect(cut([0, 7_000], 20_000, null)).toEqual([
      ['steady', 0, 7_000, 7_000],
      ['storm', 7_000, 20_000, 13_000],
    ]);
  });

  test('where no reading comes between two moments, their phase is left out', () => {
    expect(cut([0, 31_000, 38_000], 40_000, 1_000)).toEqual([
      ['steady', 0, 31_000, 31_000],
      ['steady', 31_000, 40_000, 9_000],
    ]);
  });

  test('where nobody restarts, all of it is steady', () => {
    const storm = { ...drill.storm, nights: [] };
    const reader = openMeterReader(firstRestartAtMs(storm, 0), lastRestartAtMs(storm, 0));
    reader.note(10, { ms: 10 });
    const readings = reader.readings();
    const run = { startMs: 0, endMs: 20, healMs: 0, readings, meters: { ms: 20 } };
    expect(phasesOf({ ...run, settings: { storm, shiftMs: 0 } })).toEqual([
      { phase: 'steady', fromMs: 0, toMs: 20, meters: { ms: 20 } },
    ]);
  });
});
