import type { DeployedStorm } from '#runner/deployed/deployed-storm.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import { createStormProgress, formatStorm } from './format-deployed-storm.ts';

interface Shown {
  isLive: boolean;
  clockSpeed?: number;
  lastsMs?: number;
}

function progressOf({ isLive, clockSpeed, lastsMs = 60_000 }: Shown) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const progress = createStormProgress({
    stream,
    isLive,
    what: 'drill, 60 nodes',
    lastsMs,
    ...(clockSpeed === undefined ? {} : { clockSpeed }),
  });
  return { written, ...progress };
}

function linesOf(written: readonly string[]): string[] {
  const text = written.join('').trimEnd();
  return text.split('\n').map((line) => line.trim());
}

test('away from a terminal each change is a line, and what stays the same is said seldom', () => {
  const { written, observed, done } = progressOf({ isLive: false });
  for (const elapsedMs of [2_000, 4_000, 6_000]) observed({ elapsedMs, onlineShare: 1 });
  observed({ elapsedMs: 8_000, onlineShare: 0.61 });
  observed({ elapsedMs: 10_000, onlineShare: 0.61 });
  observed({ elapsedMs: 28_000, onlineShare: 0.61 });
  done();
  expect(linesOf(written)).toEqual([
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
  expect(linesOf(written)).toEqual([
    'storming: drill, 60 nodes, 60 times the wall clock',
    '2 s  100 % online',
    '20 min  100 % online',
  ]);
});

test('a clock that is paused is said to be', () => {
  const { written } = progressOf({ isLive: false, clockSpeed: 0 });
  expect(written[0]).toBe('storming: drill, 60 nodes, its clock paused\n');
});

test('on a terminal one line is drawn again and again, and left standing', () => {
  const { written, observed, done } = progressOf({ isLive: true });
  observed({ elapsedMs: 2_000, onlineShare: 1 });
  observed({ elapsedMs: 4_000, onlineShare: 1 });
  done();
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
  verdict: { kind: 'healed', sentence: '99 % were signed in again 12 s after it.' },
  expected: ['healed'],
  healMs: 12_000,
  belowTargetMs: 20_000,
  belowTargetAfterMs: 12_000,
  worstOfflineShare: 0.423,
  worstOfflineAtMs: 30_000,
  userHoursLost: 0.2,
  lastRestartAtMs: 40_000,
  endMs: 60_000,
  plannedRestartCount: 182,
  failure: null,
  deadLetters: { HealDeadLetters: 0, LoginDeadLetters: 0 },
  violations: [],
  quarantinedCount: 0,
  spentUsd: null,
  maxCostUsd: null,
  seconds: 51,
};

const seen: SeenMeters = {
  meters: { 'lambda.requests': 12, 'lambda.errors': 0 },
  unseenMeters: ['logs.bytes', 'dynamodb.writeUnits'],
};

test('a healed storm is reported with its verdict first, every check, and the reason last', () => {
  const words = formatStorm('resilient', healed, seen);
  expect(words).toMatch(/^Verdict +✓ healed \(as expected\)\nExecution +healed\nHealed, .* 12 s\n/);
  expect(words).toMatch(/\nOnline, full scan +300 of 300\nPCs restarted +174 of 182\n/);
  expect(words).toMatch(/\nViolations, full scan +0\nDead-lettered \/ quarantined +0 \/ 0\n/);
  expect(words).toMatch(
    /\nBilled quantities +1 of 3 can be seen at this engine; --json has them\n/,
  );
  expect(words).toMatch(/\nresilient: ✓ healed \(as expected\); 99 % were .* after it\.\n$/);
});

test('what is amiss is named, at most ten times', () => {
  const violations = Array.from({ length: 12 }, (_, index) => `node-${index}: amiss`);
  const deadLetters = { HealDeadLetters: 1, LoginDeadLetters: 2 };
  const verdict = { kind: 'violated', sentence: 'an invariant is violated.' } as const;
  const words = formatStorm('resilient', { ...healed, violations, deadLetters, verdict }, seen);
  expect(words).toMatch(/\nViolations, full scan +12\n/);
  expect(words).toMatch(/Dead-lettered \/ quarantined +3 \/ 0\n/);
  expect(words.match(/amiss\n/g)).toHaveLength(10);
  expect(words).toMatch(/\nresilient: ✗ violated \(expected: healed\); an invariant is .*\n$/);
});

test('a storm that was stopped is not called one that did not heal', () => {
  const verdict = { kind: 'stopped', sentence: 'stopped: cost. It was ended.' } as const;
  const stopped = { ...healed, outcome: 'stopped: cost', verdict, belowTargetAfterMs: Number.NaN };
  const words = formatStorm('resilient', stopped, { meters: {}, unseenMeters: [] });
  expect(words).toMatch(/^Verdict +■ stopped \(expected: healed\)\nExecution +stopped: cost\n/);
  expect(words).toContain('not measured');
});

test('one that its cap stopped says what it spent of it', () => {
  const capped = { ...healed, spentUsd: 0.0012, maxCostUsd: 0.002 };
  const wordsOf = (outcome: string) => formatStorm('resilient', { ...capped, outcome }, seen);
  expect(wordsOf('stopped: cost')).toContain(
    'By its own counts it spent $0.0012 of at most $0.002. With the most that comes next,',
  );
  expect(wordsOf('stopped: by hand')).not.toContain('it spent');
});

test('of a long storm it is said how long it may take, by both clocks', () => {
  const days = progressOf({ isLive: false, lastsMs: 90 * 3_600_000 });
  expect(days.written.join('')).toContain('\nit takes up to 3 d 18 h; Ctrl-C ends only the watch');
  const turned = progressOf({ isLive: false, lastsMs: 90 * 3_600_000, clockSpeed: 60 });
  expect(turned.written.join('')).toContain(
    'it takes up to 1 h 30 min, 3 d 18 h by the clock there',
  );
  expect(progressOf({ isLive: false }).written.join('')).not.toContain('it takes');
});
