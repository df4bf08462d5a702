import type { DeployedStorm } from '#runner/deployed/deployed-storm.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import { createStormProgress, formatStorm } from './format-deployed-storm.ts';

function progressOf({ isLive, clockSpeed }: { isLive: boolean; clockSpeed?: number }) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const progress = createStormProgress({
    stream,
    isLive,
    what: 'drill, 60 nodes',
    ...(clockSpeed === undefined ? {} : { clockSpeed }),
  });
  return { written, ...progress };
}

test('away from a terminal each change is a line, and what stays the same is said seldom', () => {
  const { written, observed, done } = progressOf({ isLive: false });
  for (const elapsedMs of [2_000, 4_000, 6_000]) observed({ elapsedMs, onlineShare: 1 });
  observed({ elapsedMs: 8_000, onlineShare: 0.61 });
  observed({ elapsedMs: 10_000, onlineShare: 0.61 });
  observed({ elapsedMs: 28_000, onlineShare: 0.61 });
  done();
  expect(written.map((line) => line.trim())).toEqual([
    'storming: drill, 60 nodes',
    '2 s  100 % online',
    '8 s  61.0 % online',
    '28 s  61.0 % online',
  ]);
});

test('on a clock that goes faster, what stays the same is no oftener said', () => {
  const { written, observed } = progressOf({ isLive: false, clockSpeed: 60 });
  for (const elapsedMs of [2_000, 30_000, 1_190_000, 1_210_000])
    observed({ elapsedMs, onlineShare: 1 });
  expect(written.map((line) => line.trim())).toEqual([
    'storming: drill, 60 nodes, 60 times the wall clock',
    '2 s  100 % online',
    '20 min  100 % online',
  ]);
});

test('on a terminal one line is drawn again and again, and left standing', () => {
  const { written, observed, done } = progressOf({ isLive: true });
  observed({ elapsedMs: 2_000, onlineShare: 1 });
  observed({ elapsedMs: 4_000, onlineShare: 1 });
  done();
  expect(written).toHaveLength(4);
  expect(written.slice(1).join('')).toMatch(/^\r[^\n]*2 s[^\n]*\r[^\n]*4 s[^\n]*online\n$/);
});

const healed: DeployedStorm = {
  runId: 'drill-1',
  executionArn: 'arn:x',
  executionStatus: 'SUCCEEDED',
  outcome: 'healed',
  populationCount: 300,
  onlineCount: 300,
  restartedCount: 174,
  lowestOnlineShare: 0.577,
  plannedRestartCount: 182,
  failure: null,
  deadLetters: { HealDeadLetters: 0, LoginDeadLetters: 0 },
  violations: [],
  quarantinedCount: 0,
  spentUsd: null,
  maxCostUsd: null,
  seconds: 51,
  isHealed: true,
};

const seen: SeenMeters = {
  meters: { 'lambda.requests': 12, 'lambda.errors': 0 },
  unseenMeters: ['logs.bytes', 'dynamodb.writeUnits'],
};

test('a healed storm is reported with every check and a verdict', () => {
  const words = formatStorm(healed, seen);
  expect(words).toMatch(/^Outcome +healed\nRestarted +174 of 182 planned\n/);
  expect(words).toMatch(/full scan +300 of 300\nInvariants +all hold\nDead-lettered +0\n/);
  expect(words).toMatch(
    /\nBilled quantities +1 of 3 can be seen at this engine; --json has them\n/,
  );
  expect(words).toMatch(/\n✓ healed: .*\n$/);
});

test('what is amiss is named, at most ten times', () => {
  const violations = Array.from({ length: 12 }, (_, index) => `node-${index}: amiss`);
  const deadLetters = { HealDeadLetters: 1, LoginDeadLetters: 2 };
  const words = formatStorm({ ...healed, violations, deadLetters, isHealed: false }, seen);
  expect(words).toMatch(/Invariants +12 violated/);
  expect(words).toMatch(/Dead-lettered +3\n/);
  expect(words.match(/amiss\n/g)).toHaveLength(10);
  expect(words).toMatch(/\n✗ not healed, or a check above failed\n$/);
});

test('a storm that was stopped is not called one that did not heal', () => {
  const stopped = { ...healed, outcome: 'stopped: cost', isHealed: false };
  const lines = formatStorm(stopped, { meters: {}, unseenMeters: [] }).trimEnd().split('\n');
  expect(lines.at(-1)).toBe('■ stopped: cost; its messages are dropped as they come');
});

test('one that its cap stopped says what it spent of it', () => {
  const capped = { ...healed, isHealed: false, spentUsd: 0.0012, maxCostUsd: 0.002 };
  const wordsOf = (outcome: string) => formatStorm({ ...capped, outcome }, seen);
  expect(wordsOf('stopped: cost')).toContain(
    'By its own counts it spent $0.0012 of at most $0.002. With the most that comes next,',
  );
  expect(wordsOf('stopped: by hand')).not.toContain('it spent');
});
