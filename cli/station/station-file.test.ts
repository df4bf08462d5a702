import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isStationFile, parseStation, readStationFile, StationFileError } from './station-file.ts';
import { stationJsonSchema } from './station-schema.ts';

const example = {
  kind: 'station',
  schemaVersion: 1,
  title: 'a test',
  servers: 2,
  service: { law: 'exponential', meanMs: 100 },
  queue: { discipline: 'fifo', limit: 'none' },
  clients: {
    timeoutMs: 1000,
    retries: 2,
    backoff: { law: 'fixed', baseMs: 100, jitter: 'full' },
    abandonsQueue: false,
  },
  load: { law: 'poisson', phases: [{ fromMs: 0, ratePerSecond: 5 }] },
  durationMs: 60_000,
  intervalMs: 1000,
};

const parsed = (given: object) => parseStation('my.json', JSON.stringify(given));

function refusalOf(given: object): string {
  try {
    parsed(given);
  } catch (error) {
    if (error instanceof StationFileError) return error.message;
    throw error;
  }
  throw new Error('expected the file to be refused');
}

test('what a file leaves out has its usual value', () => {
  expect(parsed(example)).toEqual({ ...example, events: [], warmUpMs: 0, seed: 1 });
});

test('where the schema is does not matter to the station', () => {
  const $schema = './station.schema.json';
  expect(parsed({ $schema, ...example })).toEqual(parsed(example));
});

const { clients, queue, load } = example;

test.each<[string, object, string]>([
  ['an unknown field', { ...example, sed: 3 }, 'sed: no such field. Did you mean seed?'],
  [
    'one further in',
    { ...example, queue: { ...queue, limits: 3 } },
    'queue.limits: no such field. Did you mean limit? Known: discipline, limit.',
  ],
  [
    'one of another law',
    { ...example, clients: { ...clients, backoff: { ...clients.backoff, capMs: 9 } } },
    'clients.backoff.capMs: no such field. Did you mean baseMs? Known: law, baseMs, jitter.',
  ],
  [
    'one in a list',
    { ...example, load: { ...load, phases: [{ fromMs: 0, ratePerSecond: 5, toRate: 6 }] } },
    'load.phases.0.toRate: no such field. Did you mean toRatePerSecond?',
  ],
  [
    'an unknown word',
    { ...example, queue: { ...queue, discipline: 'filo' } },
    "queue.discipline: 'filo' is not known. Did you mean fifo? Known: fifo, lifo.",
  ],
  [
    'an unknown law',
    { ...example, service: { law: 'exponental', meanMs: 1 } },
    "service.law: 'exponental' is not known. Did you mean exponential?",
  ],
  [
    'a word of another law',
    {
      ...example,
      clients: { ...clients, backoff: { ...clients.backoff, jitter: 'decorrelated' } },
    },
    "clients.backoff.jitter: 'decorrelated' is not known. Known: none, full,",
  ],
  ['a field that is missing', { ...example, servers: undefined }, 'servers: it is missing'],
  ['a wrong kind of value', { ...example, durationMs: '9' }, 'durationMs: expected number'],
  ['a value out of range', { ...example, servers: 0 }, 'servers: too small'],
  [
    'a time-out longer than the run',
    { ...example, clients: { ...clients, timeoutMs: 60_000 } },
    'clients.timeoutMs: no attempt can time out after 60000 ms in a run of 60000 ms',
  ],
])('%s is refused with the field and the reason', (_, given, words) => {
  expect(refusalOf(given)).toContain(words);
});

test('every fault is given in a line of its own', () => {
  const message = refusalOf({ ...example, servers: 0, sed: 3 });
  expect(message.split('\n')).toEqual([
    'my.json is not a station that can run:',
    expect.stringMatching(/^ {2}servers: /),
    expect.stringMatching(/^ {2}sed: /),
  ]);
});

test('whatever a field is changed to, the file is understood or refused in words', () => {
  const places = [
    ['servers'],
    ['service'],
    ['service', 'law'],
    ['queue', 'limit'],
    ['clients', 'retries'],
    ['clients', 'backoff', 'law'],
    ['load', 'phases'],
    ['load', 'phases', '0'],
    ['events'],
    ['durationMs'],
    ['seed'],
    ['expected'],
    ['clients', 'new'],
    ['__proto__'],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
      const given = structuredClone(example);
      const last = place.at(-1) ?? '';
      const holder = place.slice(0, -1).reduce<object>((one, key) => Reflect.get(one, key), given);
      Object.defineProperty(holder, last, { value, enumerable: true });
      try {
        expect(parsed(given).kind).toBe('station');
      } catch (error) {
        expect(error).toBeInstanceOf(StationFileError);
        expect(String(error)).toMatch(/not a station that can run:\n {2}\S/);
      }
    }),
    { numRuns: 500 },
  );
});

test('what is not JSON is refused, too', () => {
  expect(() => parseStation('my.json', '{')).toThrow(/^my.json is not valid JSON: /);
  expect(() => readStationFile('no-such-file.json')).toThrow(StationFileError);
});

test('a station is distinguished from other files by what it says of itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'station-'));
  try {
    const written = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return isStationFile(join(folder, name));
    };
    expect(written('a.json', '{"kind":"station"}')).toBe(true);
    expect(written('a.txt', '{"kind":"station"}')).toBe(false);
    expect(written('b.json', '{"kind":"scenario"}')).toBe(false);
    expect(written('c.json', '{"kind":')).toBe(false);
    expect(isStationFile(join(folder, 'd.json'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the published schema is the one that files are held to', () => {
  // If this fails: npx node cli/station/station-write-schema.ts
  const published: unknown = JSON.parse(readFileSync('docs/schemas/station.schema.json', 'utf8'));
  expect(published).toEqual(stationJsonSchema());
});

const stations = join('scenarios', 'stations');

test.each(readdirSync(stations))('%s ships, says how it ends, and makes sense', (name) => {
  const path = join(stations, name);
  expect(isStationFile(path)).toBe(true);
  expect(readStationFile(path).station.expected).toBeDefined();
});
