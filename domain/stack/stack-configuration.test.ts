import fc from 'fast-check';
import { queueLimits } from '../limits.ts';
import { heldSecondsMax, messageLifeMs, queuesOf } from './queue-limits.ts';
import {
  chosenSettings,
  readConfiguration,
  readSetting,
  type StackConfiguration,
  settingsAtWork,
  usualConfiguration,
} from './stack-configuration.ts';
import { settingNames, stackSettings } from './stack-settings.ts';

function problemsOf(words: Parameters<typeof readConfiguration>[0]): readonly string[] {
  const read = readConfiguration(words);
  return read.kind === 'refused' ? read.problems : [];
}

function configured(words: Parameters<typeof readConfiguration>[0]): StackConfiguration {
  const read = readConfiguration(words);
  if (read.kind === 'refused') throw new Error(read.problems.join());
  return read.configuration;
}

test('without a word the stack is as it always was', () => {
  expect(configured({})).toEqual(usualConfiguration);
  expect(queuesOf(usualConfiguration)).toEqual(queueLimits);
  expect(queueLimits).toMatchObject({
    membership: {
      batchSize: 10,
      batchWindowSeconds: 1,
      concurrencyMax: 20,
      visibilitySeconds: 121,
    },
    login: { batchSize: 50, batchWindowSeconds: 4, concurrencyMax: 20, visibilitySeconds: 124 },
    heal: { batchSize: 1, batchWindowSeconds: 0, concurrencyMax: 10, visibilitySeconds: 120 },
  });
});

test('every usual value is one that is taken, and so are both ends of every range', () => {
  for (const name of settingNames) {
    const setting = stackSettings[name];
    const ends = setting.kind === 'whole' ? [setting.min, setting.max] : [...setting.choices];
    for (const value of [setting.usual, ...ends])
      expect(readSetting(name, value)).toEqual({ kind: 'read', value });
  }
});

test('a number beside its range is refused with the range', () => {
  expect(problemsOf({ memoryMb: '127' })).toEqual([
    "memoryMb is a whole number, 128 to 10240 MB; it was given '127'.",
  ]);
  for (const word of ['', ' 256', '256.5', '2e2', '-1', null, true, Number.NaN])
    expect(problemsOf({ memoryMb: word })).toHaveLength(1);
});

test('a number may come as a text, as a context does', () => {
  expect(configured({ memoryMb: '512' }).memoryMb).toBe(512);
  expect(configured({ memoryMb: 512 }).memoryMb).toBe(512);
});

test('queues that the network cannot use are refused by name, with the reason', () => {
  expect(problemsOf({ queueKind: 'fifo' })[0]).toMatch(/^queueKind=fifo is not taken: .*Delay/);
  expect(problemsOf({ queueKind: 'fair' })[0]).toMatch(/^queueKind=fair is not taken: .*GroupId/);
  expect(problemsOf({ queueKind: 'other' })[0]).toMatch(/is one of: standard/);
});

test('a batch of more than ten needs a window in which it gathers', () => {
  expect(problemsOf({ loginBatchWindowSeconds: 0 })[0]).toMatch(/loginBatchSize=50 needs/);
  expect(problemsOf({ loginBatchWindowSeconds: 0, loginBatchSize: 10 })).toEqual([]);
  expect(problemsOf({ membershipBatchSize: 11, membershipBatchWindowSeconds: 0 })).toHaveLength(1);
});

test('reserved units without provisioned billing would do nothing, so they are refused', () => {
  expect(problemsOf({ tableReadUnits: 5 })[0]).toMatch(/needs tableBilling=provisioned/);
  expect(problemsOf({ tableReadUnits: 5, tableBilling: 'provisioned' })).toEqual([]);
});

test('what differs from the usual is named, and makes the same configuration again', () => {
  const window = fc.integer({ min: 0, max: stackSettings.loginBatchWindowSeconds.max });
  const words = fc.record({
    loginBatchWindowSeconds: window,
    loginBatchSize: fc.integer({ min: 1, max: 10 }),
    mapChildren: fc.constantFrom(...stackSettings.mapChildren.choices),
    logLevel: fc.constantFrom(...stackSettings.logLevel.choices),
  });
  fc.assert(
    fc.property(words, (chosen) => {
      const configuration = configured(chosen);
      expect(configured(Object.fromEntries(chosenSettings(configuration)))).toEqual(configuration);
      expect(configured(Object.fromEntries(settingsAtWork(configuration)))).toEqual(configuration);
      const { visibilitySeconds, batchWindowSeconds } = queuesOf(configuration).login;
      expect(visibilitySeconds - batchWindowSeconds).toBe(120);
    }),
  );
  expect(chosenSettings(usualConfiguration)).toEqual([]);
  expect(configured(Object.fromEntries(settingsAtWork(usualConfiguration)))).toEqual(
    usualConfiguration,
  );
});

test('no configuration holds a message that fails for longer than is said', () => {
  const longest = configured({ loginBatchWindowSeconds: 20, membershipBatchWindowSeconds: 20 });
  for (const queue of Object.values(queuesOf(longest)))
    expect(messageLifeMs(queue)).toBeLessThanOrEqual(1000 * heldSecondsMax);
});
