import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import {
  configurationOf,
  type RecordedStorms,
  readRecordedStorms,
  refuseUnwritableRecording,
  writeRecordedStorms,
} from './recorded-storms.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-recorded-'));
  path = join(folder, 'storms.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recorded: RecordedStorms = {
  schemaVersion: 1,
  recordedAt: '2026-11-30T12:00:00.000Z',
  where: 'an engine on this machine, not AWS',
  scenario: 'drill',
  nodes: 100,
  seeds: { first: 1, count: 2 },
  settings: { memoryMb: 512 },
  policies: [
    {
      policy: 'resilient',
      runs: [
        { counts: { HealSteps: 18 }, meters: {}, ending: 'failed', violations: ['x'] },
        {
          counts: { HealSteps: 20 },
          meters: { 'lambda.requests': 70 },
          ending: 'healed',
          violations: [],
          worstOfflineShare: 0.5,
          healMs: null,
          belowTargetMs: 30_000,
        },
      ],
    },
  ],
};

test('what is written is read again, also what a failed storm does not have', () => {
  writeRecordedStorms(path, recorded);
  expect(readRecordedStorms(path)).toStrictEqual(recorded);
  expect(configurationOf(recorded)).toEqual({ ...usualConfiguration, memoryMb: 512 });
});

test.each([
  ['no JSON', '{', /cannot be read: /],
  ['another file', '{}', /no recorded verification: .*schemaVersion/],
  ['a field that nobody knows', { ...recorded, seed: 1 }, /seed: no such field/],
  ['a scenario that does not ship', { ...recorded, scenario: 'mine' }, /scenario: /],
  ['fewer runs than seeds', { ...recorded, seeds: { first: 1, count: 3 } }, /2 runs .* says 3/],
])('%s is refused', (_what, content, reason) => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  expect(() => readRecordedStorms(path)).toThrow(reason);
});

test('a setting that the stack does not have is refused', () => {
  expect(() => configurationOf({ ...recorded, settings: { memoryMb: 1 } })).toThrow(/memoryMb is/);
});

test('a place that takes no file is refused before anything is run', () => {
  expect(() => refuseUnwritableRecording(folder)).toThrow(`${folder} cannot be written`);
});
