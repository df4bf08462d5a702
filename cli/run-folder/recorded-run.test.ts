import { stableJson } from '#runner/stable-json.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { readRecordedRun } from './recorded-run.ts';
import { resultJson } from './result-json.ts';
import { seriesCsv } from './series-csv.ts';

const example = exampleResult();
const files = {
  result: resultJson(example),
  manifest: stableJson(exampleManifest()),
  series: seriesCsv(example.runs),
};

/** The text of a result with other fields. */
function changed(change: object): string {
  return JSON.stringify({ ...JSON.parse(files.result), ...change });
}

function changedRun(change: object): string {
  const [first] = JSON.parse(files.result).runs;
  return changed({ runs: [{ ...first, ...change }] });
}

test('a run that is written and read is the same, but for the time that it took', () => {
  const { result, manifest } = readRecordedRun(files);
  const runs = example.runs.map((run) => ({ ...run, wallMs: Number.NaN }));
  expect(result).toEqual({ ...example, runs });
  expect(resultJson(result)).toBe(files.result);
  expect(seriesCsv(result.runs)).toBe(files.series);
  expect(manifest).toMatchObject({ argv: exampleManifest().argv });
});

test('a run without its other files has no samples and no manifest', () => {
  const { result, manifest } = readRecordedRun({ result: files.result });
  expect(manifest).toBeNull();
  expect(result.runs.map(({ samples }) => samples)).toEqual(example.runs.map(() => []));
});

test('what was not measured is NaN, never 0', () => {
  const { result } = readRecordedRun({ result: changedRun({ retriesPerLogin: null }) });
  expect(result.runs[0]?.retriesPerLogin).toBeNaN();
  const series = 'policy,atMs,onlineCount,wantedCount\nresilient,1,2,3\n';
  const [sample] =
    readRecordedRun({ ...files, series }).result.runs.find(({ policy }) => policy === 'resilient')
      ?.samples ?? [];
  expect(sample).toMatchObject({ atMs: 1, onlineCount: 2, loginQueueDepth: Number.NaN });
});

test.each([
  ['[1', /result\.json is not that of a run: it is not JSON\.$/],
  ['null', /result\.json is not that of a run: the file: /],
  [changed({ schemaVersion: 7 }), /schema version 7, and this page reads version 8\. Make the run/],
  [changed({ schemaVersion: 'x'.repeat(9_999) }), /of schema version another kind/],
  [changed({ runs: [] }), /runs: /],
  [changed({ targetShare: 2 }), /targetShare: /],
  [changed({ nodes: 'many' }), /nodes: /],
  [changedRun({ verdict: { kind: 'fine', sentence: '' } }), /runs\.0\.verdict\.kind: /],
  [changedRun({ startMs: -1e300 }), /runs\.0\.startMs: /],
  [changedRun({ waves: [{ atMs: 'x' }] }), /runs\.0\.waves\.0\.atMs: /],
  ['{"executionArn": "arn", "stack": "Rebootstorm"}', /storm --json prints, which has no curve/],
  ['{"kind": "stations", "stations": [{"name": "a"}]}', /a run of stations/],
])('%.40s is refused with a word', (result, words) => {
  expect(() => readRecordedRun({ result })).toThrow(words);
});

test.each([
  ['', /no column policy/],
  ['policy,atMs,onlineCount\n', /no column wantedCount/],
  ['policy,atMs,onlineCount,wantedCount\nresilient,,1,1', /row 2: atMs is no number/],
  ['policy,atMs,onlineCount,wantedCount\nresilient,1,Infinity,1', /row 2: onlineCount is no/],
  ['policy,atMs,onlineCount,wantedCount\nresilient,2,1,1\nresilient,1,1,1', /row 3: its time/],
  ['policy,atMs,onlineCount,wantedCount\nresilient,1', /series\.csv is not that of a run/],
  ['policy,atMs,onlineCount,wantedCount\nstranger,1,1,1', /samples of 'stranger'/],
  [`policy,atMs,onlineCount,wantedCount\n"${'x'.repeat(20_000)}`, /series\.csv is not that/],
])('series.csv as %.40s is refused with a word', (series, words) => {
  expect(() => readRecordedRun({ ...files, series })).toThrow(words);
});

test('a manifest that is none is refused, too', () => {
  expect(() => readRecordedRun({ ...files, manifest: '{}' })).toThrow(/manifest\.json.*argv/);
  const manifest = JSON.stringify({ ...exampleManifest(), createdAt: 'yesterday' });
  expect(() => readRecordedRun({ ...files, manifest })).toThrow(/createdAt/);
});
