import fc from 'fast-check';
import { comparisonTable } from '#cli/show/comparison-table.ts';
import { compare } from '#runner/compare-policies.ts';
import { runOrder } from '#runner/order-runner.ts';
import { policySource } from '#runner/policy-choice.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { drill } from '#scenarios/drill.ts';
import { exampleManifest, examplePrices } from '#testing/cli/example-result.ts';
import { renderReport } from './render-report.ts';

const policies = ['legacy-2007', 'resilient'];

/** A scenario whose target, time and seed are drawn, run on the twin, as three readers see it. */
async function threeViews(targetPercent: number, healWithinMs: number, seed: number) {
  const target = { onlineShare: targetPercent / 100, healWithinMs };
  const { result } = await compare(
    {
      scenario: { ...drill, target },
      policies: policies.map(policySource),
      seed,
      nodeCount: 80,
      cloud: { kind: 'twin', scale: 'embedded', retries: 'executed' },
      prices: examplePrices,
    },
    runOrder,
    { update: () => {}, done: () => {} },
  );
  const table = comparisonTable(result, { width: 400, colour: false });
  return {
    json: JSON.parse(stableJson(result)) as ComparisonResult,
    table,
    page: renderReport(result, exampleManifest()).replaceAll('\u00a0', ' '),
  };
}

/** The cells of a row of the terminal's table, and of the report's. */
function rowOf(label: string, { table, page }: { table: string; page: string }) {
  const line = table.split('\n').find((one) => one.startsWith(label)) ?? '';
  const row = page.split(`<th scope="row">${label}</th>`)[1]?.split('</tr>')[0] ?? '';
  return {
    table: line.slice(label.length).trim().split(/ {2,}/),
    page: [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell),
  };
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
};

/** Reads a duration back from words, and how far off its smallest unit may be. */
function readDuration(words: string) {
  const parts = [...words.matchAll(/(\d+) (ms|s|min|h)\b/g)];
  const ms = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
  return { ms, offMs: (unitMs[parts.at(-1)?.[2] ?? 'ms'] ?? 1) / 2 };
}

const labels = ['Healed, after the last restart', 'Below target, during the waves'] as const;

test('terminal, report and result.json agree to the digit, whatever the target', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 500, max: 1_000 }),
      fc.integer({ min: 10, max: 600 }),
      fc.nat({ max: 1_000 }),
      async (permille, seconds, seed) => {
        const views = await threeViews(permille / 10, seconds * 1_000, seed);
        const { json, table, page } = views;
        const target = `${permille / 10} %`;
        expect(json.targetShare).toBe(permille / 10 / 100);
        for (const label of [...labels, 'Below target, after them', 'Worst share offline']) {
          const { table: onScreen, page: onPage } = rowOf(label, views);
          expect(onScreen).toHaveLength(json.runs.length);
          expect(onPage).toEqual(onScreen);
        }
        for (const [index, run] of json.runs.entries()) {
          expect(page).toContain(run.verdict.sentence);
          expect(table).toContain(`${run.policy}: ${run.verdict.sentence}`);
          if (run.healMs === null) continue;
          const words = rowOf(labels[0], views).table[index] ?? '';
          const { ms, offMs } = words === 'at once' ? { ms: 0, offMs: 0 } : readDuration(words);
          expect(Math.abs(ms - run.healMs)).toBeLessThanOrEqual(offMs);
          const below = readDuration(rowOf(labels[1], views).table[index] ?? '');
          const inWavesMs = run.belowTargetMs - run.belowTargetAfterMs;
          expect(Math.abs(below.ms - inWavesMs)).toBeLessThanOrEqual(below.offMs);
        }
        // Wherever demand is named, it is by this target.
        const targets = [...page.matchAll(/(?<![\d.])\d+(?:\.\d+)? % of demand/g)].map(
          ([all]) => all,
        );
        expect(new Set(targets)).toEqual(new Set([`${target} of demand`]));
        const named = /the target was (\S+ %) signed in/.exec(page)?.[1];
        if (named !== undefined) expect(named).toBe(target);
      },
    ),
    { numRuns: 25 },
  );
});
