import { stationsManifest } from '../folder/stations-manifest.ts';
import { endingSentence } from '../format-station.ts';
import { shippedStation } from '../shipped-stations.ts';
import type { StationName } from '../station-names.ts';
import { runNamed } from '../station-run.ts';
import { capacitySteps, queueInTime, stationPoints, stuckSinceMs } from './station-points.ts';
import { renderStationReport } from './station-report.ts';
import { stationStory } from './station-story.ts';

const oneRetry = shippedStation('one-retry');
const ran = (name: StationName) => runNamed({ name, station: shippedStation(name) });
const [retry, bounded, rush] = [ran('one-retry'), ran('one-retry-bounded'), ran('rush-hour')];

function reportOf(...runs: (typeof retry)[]): string {
  const origin = { argv: ['station', 'mine'], commit: null, versions: {}, inputs: [] };
  const manifest = stationsManifest(runs, { ...origin, createdAt: new Date(0) });
  return renderStationReport(runs, manifest);
}

/** What a reader sees: no tags, and blanks as one. */
const textOf = (page: string) =>
  page
    .replaceAll(/<style>.*?<\/style>|<desc.*?<\/desc>|<[^>]*>/gs, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ');

test('stretches of a curve keep every arrival and attempt, also where the last is shorter', () => {
  for (const countMax of [7, 50, 1000]) {
    const points = stationPoints(retry, countMax);
    expect(points.length).toBeLessThanOrEqual(countMax);
    const total = (name: 'requests' | 'attempts' | 'inTime' | 'late') =>
      Math.round(
        points.reduce((sum, one) => sum + (one[name] * (one.untilMs - one.fromMs)) / 1000, 0),
      );
    const { arrived, attempts, served, servedLate } = retry.result.counts;
    expect([total('requests'), total('attempts')]).toEqual([arrived, attempts]);
    expect([total('inTime'), total('late')]).toEqual([served, servedLate]);
    expect(points.at(-1)).toMatchObject({ untilMs: 120_000, queue: 31_348 });
  }
});

test('what the servers can do falls with servers that are down and work that is slower', () => {
  expect(capacitySteps(oneRetry)).toEqual([
    { fromMs: 0, perSecond: 300 },
    { fromMs: 10_000, perSecond: 0 },
    { fromMs: 20_000, perSecond: 300 },
  ]);
  const events = [
    { kind: 'slow-down' as const, factor: 4, fromMs: 5_000, untilMs: 30_000 },
    { kind: 'servers-down' as const, servers: 10, fromMs: 10_000, untilMs: 20_000 },
  ];
  const steps = capacitySteps({ ...oneRetry, events }).map(({ perSecond }) => perSecond);
  expect(steps).toEqual([300, 75, 50, 75, 300]);
});

test('a queue that is too long for the time-out is known where attempts wait in order', () => {
  expect(queueInTime(oneRetry)).toBe(300);
  expect(queueInTime(shippedStation('one-retry-lifo'))).toBeNull();
  expect(queueInTime(shippedStation('too-much'))).toBeNull();
  const clients = { ...oneRetry.clients, abandonsQueue: true };
  expect(queueInTime({ ...oneRetry, clients })).toBeNull();
  expect([retry, bounded, rush].map(stuckSinceMs)).toEqual([11_000, null, 130_000]);
});

test('the story is told in sentences that have the figures of the result', () => {
  expect(stationStory(retry)).toEqual([
    'Requests: 280 per second. The 30 servers, with 100 ms for each attempt, can do 300 a second.',
    'From 10 s to 20 s: all servers down.',
    'From 11 s on the queue is so long that whoever joins it has gone before the answer comes.',
    'The queue was longest after 2 min: 31,348 attempts, 1 min 44 s of work for clients that ' +
      'wait 1 s.',
    'In the whole run 33,599 requests made 64,147 attempts; 8.2 % of the requests were answered ' +
      'in time, and 91.5 % of the finished work came too late.',
  ]);
  expect(stationStory(bounded)[2]).toBe(
    'The queue was longest after 11 s: 250 attempts, always short enough to be answered within ' +
      'the time-out of 1 s.',
  );
});

test('of a slow station with one server the rates are said in two digits', () => {
  const station = {
    ...oneRetry,
    servers: 1,
    intervalMs: 20_000,
    service: { law: 'deterministic' as const, meanMs: 5_000 },
    load: { ...oneRetry.load, phases: [{ fromMs: 0, ratePerSecond: 0.175 }] },
    events: [],
  };
  const slow = runNamed({ name: 'slow', station });
  expect(stationStory(slow)[0]).toBe(
    'Requests: 0.175 per second. The server, with 5 s for each attempt, can do 0.2 a second.',
  );
  const page = textOf(reportOf(slow));
  expect(page).toContain('the server can do 0.2/s');
  expect(page).toMatch(/requests 0\.\d+\/s/);
});

test('the report is one file without scripts, with picture, story and table in this order', () => {
  const page = reportOf(retry);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<link|<img|src=|NaN|undefined|Infinity/);
  const places = ['<svg', 'What happened', 'In figures', 'The station</h2>', 'Run it again'].map(
    (part) => page.indexOf(part),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(textOf(page)).toContain('the servers can do 300/s');
  expect(textOf(page)).toContain('who joins the queue from here on is answered too late');
});

test('the report says of each station what the terminal says', () => {
  const text = textOf(reportOf(retry, bounded, rush)).toLowerCase();
  for (const run of [retry, bounded, rush]) {
    const [kind, ...rest] = endingSentence(run.ending).split(': ');
    expect(text).toContain(`${run.name} ${kind}. ${rest.join(': ')}`.toLowerCase());
  }
  expect(text).toContain('one-retry metastable 93.3 % 2.00 0 % 100 % 31,348');
});

test('a title is shown and not obeyed', () => {
  const station = { ...oneRetry, title: '<b onclick="x">&' };
  const page = reportOf(runNamed({ name: 'mine', station }));
  expect(page).not.toContain('<b ');
  expect(page).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;');
});

test('a station that is hardly worth a picture has one all the same', () => {
  const station = {
    ...oneRetry,
    events: [],
    load: { law: 'deterministic' as const, phases: [{ fromMs: 0, ratePerSecond: 1 }] },
    durationMs: 2_000,
    intervalMs: 2_000,
  };
  expect(reportOf(runNamed({ name: 'mine', station }))).not.toMatch(/NaN|undefined|Infinity/);
});
