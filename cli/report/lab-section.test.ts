import { readAddress } from '#lab/inputs/address.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { labSection } from './lab-section.ts';
import { renderReport } from './render-report.ts';

const august = scenarioOf('august-2007');

function manifestOf(scale: 'embedded' | 'full', changes = {}) {
  const { startMs, storm, timings, target, embedded, full = embedded } = august;
  const settings = { startMs, storm, timings, target, scale: scale === 'full' ? full : embedded };
  return { ...exampleManifest(), settings: { ...settings, ...changes } };
}

const onTwin: ComparisonResult = {
  ...exampleResult(),
  cloud: 'twin',
  scale: 'full',
  retries: 'executed',
};

test('the link and the command have the inputs of the run', () => {
  const timings = { ...august.timings, leaseMs: 3_600_000 };
  const { text } = labSection(onTwin, manifestOf('full', { timings }));
  const [, hash = ''] = /href="http:\/\/127\.0\.0\.1:4807\/#([^"]+)"/.exec(text) ?? [];
  expect(readAddress(hash.replaceAll('&amp;', '&'))).toEqual({
    inputs: {
      scenario: 'august-2007',
      policies: ['legacy-2007', 'resilient'],
      own: null,
      nodes: 2_000,
      seed: 7,
      concurrency: 1_000,
      region: 'us-east-1',
      fields: { 'timings.leaseMs': 3_600_000 },
    },
    mended: [],
  });
  expect(text).toContain(
    'npx rebootstorm lab august-2007 --nodes 2000 --policy legacy-2007,resilient --seed 7 ' +
      '--prices us-east-1 --set timings.leaseMs=1h',
  );
  expect(text).not.toContain('its numbers differ');
});

test('the concurrency of the account is among the inputs', () => {
  const { text } = labSection({ ...onTwin, accountConcurrency: 10 }, manifestOf('full'));
  expect(text).toContain('--account-concurrency 10');
  expect(text).toContain('&amp;concurrency=10');
});

test('of a run in the local cloud it says why the numbers of the lab are others', () => {
  const { text } = labSection(exampleResult(), manifestOf('embedded'));
  expect(text).toMatch(/no faults of the cloud, and it runs .* so its numbers differ\./);
});

test.each([
  ['a scenario of their own', { ...onTwin, scenario: 'mine' }, manifestOf('full')],
  ['a price book of their own', otherRegion(onTwin), manifestOf('full')],
  ['retries on purpose', { ...onTwin, retries: 'aggregated' as const }, manifestOf('full')],
  [
    'retries that an account with little room does not have',
    { ...onTwin, retries: 'aggregated' as const, accountConcurrency: 10 },
    manifestOf('full'),
  ],
  ['a field without an input', onTwin, manifestOf('full', { target: { onlineShare: 0.5 } })],
  ['a field of the other scale', exampleResult(), exampleManifest()],
])('a run with %s has no link, as the lab cannot make it', (_what, result, manifest) => {
  expect(labSection(result, manifest as ReturnType<typeof exampleManifest>).text).toBe('');
});

function otherRegion(result: ComparisonResult): ComparisonResult {
  const runs = result.runs.map((run) => ({ ...run, bill: { ...run.bill, region: 'mine' } }));
  return { ...result, runs };
}

test('it stands in the report', () => {
  expect(renderReport(onTwin, manifestOf('full'))).toContain('npx rebootstorm lab august-2007');
});
