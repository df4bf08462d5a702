// What the report says of a storm that was not conducted to its end, so that nothing of it is
// measured.
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { timelineOf } from './run-moments.ts';
import { recoverySummary } from './summaries.ts';

function endedAs(kind: 'stopped' | 'failed'): ComparisonResult & { readonly run: BilledRun } {
  const result = exampleResult();
  const [first, ...others] = result.runs;
  if (first === undefined) throw new Error('expected the example to have a run');
  const run: BilledRun = {
    ...first,
    verdict: { ...first.verdict, kind },
    healMs: null,
    worstOfflineShare: Number.NaN,
    worstOfflineAtMs: first.startMs,
    endMs: first.lastRestartAtMs - 60_000,
  };
  return { ...result, runs: [run, ...others], run };
}

test.each([
  ['stopped', 'the storm of legacy-2007 was stopped, so how it fell was not measured; resilient'],
  ['failed', 'the storm of legacy-2007 failed, so how it fell was not measured; resilient fell'],
] as const)('one that %s has no fall, in words', (kind, words) => {
  expect(recoverySummary(endedAs(kind))).toContain(words);
});

test('its story has no worst moment, and nothing after its end', () => {
  const { run, targetShare } = endedAs('stopped');
  const story = timelineOf(run, targetShare);
  expect(story.every(({ atMs }) => atMs <= run.endMs)).toBe(true);
  const words = story.map((entry) => entry.words).join('\n');
  expect(words).not.toMatch(/worst moment|last restart|not measured/);
  expect(story.at(-1)?.words).toMatch(/^The run is stopped with [\d.]+ % signed in\.$/);
});
