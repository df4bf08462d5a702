import { labInputs } from '#cli/report/lab-section.ts';
import { readRecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { usualRetries } from '#runner/twin/twin-order.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { inputsFor, type LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { runHere } from './run-again.ts';

/** The files of the run that the twin makes of these inputs, as far as inputs follow from them. */
function recordedOf(inputs: LabInputs, change: Partial<ComparisonResult> = {}) {
  const { scenario, scale } = plannedRun(inputs);
  const { startMs, storm, timings, target } = scenario;
  const [first, second] = exampleResult().runs;
  if (first === undefined || second === undefined) throw new Error('expected two runs');
  const runs = [first, second].map((run, index) => ({
    ...run,
    policy: inputs.policies[index] ?? '',
    bill: { ...run.bill, region: inputs.region },
  }));
  const { scenario: name, nodes, seed } = inputs;
  const retries = usualRetries(nodes);
  const where = { cloud: 'twin', scale, retries, targetShare: target.onlineShare } as const;
  const own = { scenario: name, nodes, seed, ...where, runs };
  const settings = { startMs, storm, timings, scale: scenario[scale] ?? scenario.embedded };
  const createdAt = '2026-12-01T00:00:00Z';
  const manifest = { argv: [], commit: null, versions: {}, createdAt, settings };
  return readRecordedRun({
    result: JSON.stringify({ ...exampleResult(), ...own, ...change }),
    // As a run folder has it: names in order.
    manifest: stableJson(manifest),
  });
}

test.each([
  ['august-2007', {}],
  ['august-2007', { 'timings.leaseMs': 7_200_000, 'sizes.headroom': 1.5 }],
  ['drill', { 'sizes.promotionsPerStep': 3, 'timings.retryMs': 9_000 }],
  ['supernode-loss', { 'sizes.headroom': 1.4 }],
  ['august-2007', { restarts: 0.6, 'storm.spreadMs': 60_000 }],
] as const)('a run of the twin of %s with %j is found again', (scenario, fields) => {
  const inputs: LabInputs = { ...inputsFor(scenario), seed: 9, region: 'eu-central-1', fields };
  expect(runHere(recordedOf(inputs))).toEqual({ inputs, differences: [] });
});

test('a run in an account with little room is found again, and so is its link in a report', () => {
  const inputs: LabInputs = { ...inputsFor('drill'), concurrency: 10, fields: { restarts: 1.1 } };
  const recorded = recordedOf(inputs, { accountConcurrency: 10, retries: 'executed' });
  expect(runHere(recorded)).toEqual({ inputs, differences: [] });
  const { scenario, scale } = plannedRun(inputs);
  const { startMs, storm, timings, target } = scenario;
  const settings = { startMs, storm, timings, target, scale: scenario[scale] ?? scenario.embedded };
  expect(labInputs(recorded.result, { ...exampleManifest(), settings })).toEqual(inputs);
});

test('in what a run here differs is said', () => {
  const inputs = inputsFor('august-2007');
  const local = { cloud: 'local', scale: 'embedded', retries: null, nodes: 50 } as const;
  const { differences } = runHere(recordedOf(inputs, local));
  expect(differences).toEqual([
    'The twin runs it here, a model, in place of the local cloud.',
    'It runs at full scale in place of embedded.',
    "nodes = '50' cannot be: 100 is taken.",
  ]);
});

test('a setting that the page has no input for is told', () => {
  const inputs = inputsFor('drill');
  const { result, manifest } = recordedOf(inputs);
  if (manifest === null) throw new Error('expected a manifest');
  manifest.settings.timings.candidateListMs = 1;
  expect(runHere({ result, manifest }).differences).toEqual([
    'A field of the scenario has another value, and the lab has no input for it.',
  ]);
});

test('settings that are none of the scenario are told, and not used', () => {
  const inputs = inputsFor('drill');
  const { result, manifest } = recordedOf(inputs);
  if (manifest === null) throw new Error('expected a manifest');
  const settings = { ...manifest.settings, storm: {} };
  expect(runHere({ result, manifest: { ...manifest, settings } })).toEqual({
    inputs,
    differences: ['Its settings are none that the page can read.'],
  });
});

test('a scenario of somebody else cannot be run here', () => {
  const { inputs, differences } = runHere(recordedOf(inputsFor('drill'), { scenario: 'mine' }));
  expect({ inputs, differences }).toEqual({
    inputs: null,
    differences: ['The page has no scenario called mine.'],
  });
});
