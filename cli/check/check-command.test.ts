import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';
import type { CheckedRun, RunEnd } from '#runner/deployed/check-stack.ts';
import { type StacklessEngine, startStacklessEngine } from '#testing/cli/stackless-engine.ts';
import { startStandInEngine } from '#testing/cli/stand-in-engine.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOf, formatCheck, formatUnknownRun } from './check-command.ts';

let engine: StacklessEngine;

beforeEach(async () => {
  engine = await startStacklessEngine();
});

afterEach(() => engine.close());

const check = (env: Record<string, string>, ...words: string[]) =>
  engine.run(env, ['check', ...words]);

test('a stack that is not there is reported in one line, with what to do', async () => {
  const { stdout, stderr, exitCode } = await check({}, '--json');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.unreachable });
  expect(stderr).toMatch(/^error: stack Rebootstorm is missing at http.*npx rebootstorm deploy\n$/);
  expect(engine.askedCount()).toBe(1);
});

test('elsewhere than on this machine it is refused, and nobody is asked anything', async () => {
  const foreign = 'https://dynamodb.us-east-1.amazonaws.com';
  const { stdout, stderr, exitCode } = await check({ AWS_ENDPOINT_URL: foreign });
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused });
  expect(stderr).toMatch(/^refused: AWS_ENDPOINT_URL is/);
  expect(engine.askedCount()).toBe(0);
});

test('what can be no name of a run is a usage error', async () => {
  const { stderr, exitCode } = await check({}, '--run', '../etc');
  expect({ exitCode, askedCount: engine.askedCount() }).toEqual({
    exitCode: exitCodes.usage,
    askedCount: 0,
  });
  expect(stderr).toMatch(/It takes the name of a run/);
});

const holds: InvariantVerdict = {
  id: 'one-home',
  sentence: 'A client has one home.',
  decidedBy: 'both scans',
  verdict: 'holds',
  reason: null,
  violations: [],
  violationCount: 0,
};
const unknown: InvariantVerdict = {
  ...holds,
  id: 'liveness',
  sentence: 'It heals.',
  verdict: 'unknown',
  reason: 'the storm is not over yet',
};
const broken: InvariantVerdict = {
  ...holds,
  id: 'counters-exact',
  sentence: 'Counters are exact.',
  verdict: 'violated',
  violations: [{ item: 's1@1', words: '2 used', atMs: 0, entry: 2 }],
  violationCount: 7,
};

function aRun(...verdicts: InvariantVerdict[]): CheckedRun {
  const uncheckedBecause = null;
  return {
    runId: 'drill',
    uncheckedBecause,
    isOver: false,
    end: null,
    execution: null,
    nodeCount: 60,
    readUnits: 12,
    verdicts,
    letters: null,
  };
}

test('a table says each verdict, why it is unknown, and where it is broken', () => {
  expect(formatCheck([aRun(holds, unknown, broken)])).toBe(
    [
      'drill: going on, 60 nodes, 12 read units',
      '    nobody conducts it: Step Functions knows no execution of its name',
      '✓ one-home        holds     A client has one home.',
      '? liveness        unknown   It heals.',
      '    the storm is not over yet',
      '✗ counters-exact  violated  Counters are exact.',
      '    s1@1: 2 used',
      '    and 6 more',
      '1 hold; violated: counters-exact; unknown: liveness',
      '',
    ].join('\n'),
  );
});

test('a run that could not be checked is unknown, with the reason, beside those that were', () => {
  const odd = { ...aRun(), runId: 'odd', uncheckedBecause: 'its storm is gone' };
  expect(formatCheck([odd, aRun(holds)])).toMatch(
    /^odd: unknown\n {4}its storm is gone\n\ndrill: /,
  );
  expect(exitCodeOf([odd, aRun(holds)])).toBe(exitCodes.unknown);
  expect(exitCodeOf([odd, aRun(broken)])).toBe(exitCodes.notAsExpected);
});

test('a run that is not there is reported with those that are', () => {
  expect(formatUnknownRun('dril-1', ['drill-1', 'other'])).toBe(
    "no run is called 'dril-1'. Did you mean drill-1? Known: drill-1, other.",
  );
  expect(formatUnknownRun('drill', [])).toMatch(/'drill'; no run is stored in the table$/);
  expect(formatUnknownRun('odd', ['odd'])).toMatch(/^run odd cannot be checked: its settings or/);
});

test('a run that nobody stored is a usage error, and nobody is notified to seed it', async () => {
  const standIn = await startStandInEngine();
  try {
    const env = { AWS_ENDPOINT_URL: standIn.endpoint };
    const { stdout, stderr, exitCode } = await check(env, '--run', 'nope');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
    expect(stderr).toMatch(/error: no run is called 'nope'; no run is stored in the table\n$/);
  } finally {
    standIn.stop();
  }
});

test('the exit code is that of the worst verdict, and nothing is known of no run', () => {
  expect(exitCodeOf([aRun(holds), aRun(unknown, broken)])).toBe(exitCodes.notAsExpected);
  expect(exitCodeOf([aRun(holds), aRun(unknown)])).toBe(exitCodes.unknown);
  expect(exitCodeOf([aRun(holds)])).toBe(exitCodes.asExpected);
  expect(exitCodeOf([])).toBe(exitCodes.unknown);
  expect(formatCheck([])).toBe('no run is stored in the table\n');
});

const healed: RunVerdict = {
  outcome: 'healed',
  onlineCount: 60,
  populationCount: 60,
  sinceLastRestartMs: 250_000,
};

const endedAtMs = Date.UTC(2026, 10, 30, 23, 10, 5);

function anEnd(verdict: RunVerdict | null, some: Partial<RunEnd> = {}): Partial<CheckedRun> {
  return { isOver: true, end: { atMs: endedAtMs, verdict, stopped: null, ...some } };
}

test('its dead letters are counted, where it has some', () => {
  const letters = {
    deadLetters: { LoginDeadLetters: 2, HealDeadLetters: 1 },
    quarantinedCount: 4,
    unclearDeadLetters: {},
    unclearQuarantinedCount: 0,
  };
  const words = '    3 messages of it dead-lettered, 4 in quarantine\n';
  expect(formatCheck([{ ...aRun(holds), letters }])).toContain(words);
  const none = { ...letters, deadLetters: { LoginDeadLetters: 0 }, quarantinedCount: 0 };
  expect(formatCheck([{ ...aRun(holds), letters: none }])).not.toContain('dead-lettered, ');
});

test('of a run that ended it says how and when first, then what stands now', () => {
  expect(formatCheck([{ ...aRun(holds), ...anEnd(healed) }])).toBe(
    [
      'drill: healed, ended 2026-11-30 23:10:05 UTC',
      '    60 of 60 online at its end, 4 min 10 s after the last restart',
      '    Step Functions knows no execution of its name',
      'now: 60 nodes, 12 read units',
      '✓ one-home  holds     A client has one home.',
      '1 hold',
      '',
    ].join('\n'),
  );
});

test.each([
  [anEnd({ ...healed, outcome: 'timed-out' }), /^drill: not healed, ended 2026/],
  [anEnd({ ...healed, outcome: 'failed', failure: 'E:\u001b[2J' }), /: failed, .*E:\\u001b\[2J\n/s],
  [anEnd(null, { stopped: 'by hand' }), /: stopped: by hand, ended .*\n {4}nobody observed/],
  [anEnd({ ...healed, sinceLastRestartMs: -60_000 }), /at its end, 1 min before the last restart/],
  [anEnd({ ...healed, spentUsd: 0.012, maxUsd: 1 }), /it spent \$0\.012 of at most \$1\.00/],
  [anEnd(null, { atMs: null }), /^drill: over, and how its storm ended was not written down\n/],
  [{ isOver: true }, /^drill: over, its time was up, 60 nodes/],
])('how it ended is said: %j', (some, words) => {
  expect(formatCheck([{ ...aRun(holds), ...some }])).toMatch(words);
});

test.each([
  ['healed, and now much is unknown', anEnd(healed), [unknown], exitCodes.asExpected],
  ['healed, and broken now', anEnd(healed), [broken], exitCodes.notAsExpected],
  ['not healed', anEnd({ ...healed, outcome: 'timed-out' }), [holds], exitCodes.notAsExpected],
  ['stopped', anEnd(null, { stopped: 'cost' }), [holds], exitCodes.notAsExpected],
  ['ended without a verdict', anEnd(null), [unknown], exitCodes.unknown],
] as const)('the exit code of a run that ended follows its end: %s', (_how, some, now, code) => {
  expect(exitCodeOf([{ ...aRun(...now), ...some }])).toBe(code);
});

test.each([
  [{ status: 'RUNNING' }, false, 'its execution goes on'],
  [{ status: 'SUCCEEDED' }, true, 'its execution ended: Healed'],
  [{ status: 'FAILED', error: 'NotHealed' }, true, 'its execution ended: NotHealed'],
  [
    { status: 'ABORTED' },
    false,
    'nobody conducts it: the execution of its state machine ended as ABORTED',
  ],
  [
    { status: 'FAILED', error: 'StormBroke', cause: 'AccessDenied' },
    true,
    'the execution of its state machine ended as FAILED (StormBroke: AccessDenied)',
  ],
])('of an execution that is %p it says so', (some, isOver, words) => {
  const execution = { report: null, error: null, cause: null, ...some };
  expect(formatCheck([{ ...aRun(holds), isOver, execution }])).toContain(`\n    ${words}\n`);
});
