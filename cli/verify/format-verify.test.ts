import { compareMeasured } from '#runner/verify/compare-measured.ts';
import type { Measured } from '#runner/verify/measured.ts';
import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { formatVerdict, verificationTable } from './format-verify.ts';
import { verifyExitCode } from './verify-exit-code.ts';

function runs(seedCount: number, changed: Partial<Measured> = {}): Measured[] {
  return Array.from({ length: seedCount }, () => ({
    counts: { LoginAttempts: 1_000 },
    meters: { 'sqs.requests': 4_000 },
    healMs: null,
    belowTargetMs: 900_000,
    worstOfflineShare: 0.4,
    ending: 'healed' as const,
    ranForMs: 3_600_000,
    violations: [],
    ...changed,
  }));
}

function verified(changed: Partial<Measured> = {}, seedCount = 10): VerifiedPolicy {
  const compared = { local: runs(seedCount), other: runs(seedCount, changed) };
  const options = { observeEveryMs: 15_000, nodeCount: 500, excuseOf: () => null };
  return {
    scenario: 'drill',
    policy: 'resilient',
    nodes: 500,
    reference: 'local cloud',
    against: 'twin',
    runs: compared,
    comparison: compareMeasured(compared.local, compared.other, options),
  };
}

test('each quantity is a line: both medians, distance, tolerance and verdict', () => {
  const text = verificationTable(verified({ counts: { LoginAttempts: 1_030 } }));
  expect(text).toMatch(/drill, 500 nodes, resilient, medians over 10 seeds/);
  expect(text).toMatch(/LoginAttempts +1,000 +1,030 +\+3\.0 % .* 5\.0 % +✓/);
  expect(text).toMatch(/healed after +never +never +0\.0 %/);
  expect(text).toMatch(/worst share offline +40\.0 % +40\.0 %/);
  expect(text).toMatch(/ended alike: 10 of 10/);
});

test('no line is wider than a terminal of 120 columns, nor ends in blanks', () => {
  for (const line of verificationTable(verified()).split('\n')) {
    expect(line.length).toBeLessThanOrEqual(120);
    expect(line).toBe(line.trimEnd());
  }
});

test('clouds that agree are reported so, and the process ends with 0', () => {
  const all = [verified()];
  expect(formatVerdict(all)).toBe(
    "✓ They agree: 6 counts and meters of the twin are within tolerance of the local cloud's.",
  );
  expect(verifyExitCode(all)).toBe(0);
});

test('what is outside is named, and the process ends with 1', () => {
  const all = [verified(), verified({ counts: { LoginAttempts: 1_200 } })];
  expect(formatVerdict(all)).toBe('✗ They disagree: 1 (LoginAttempts) of 12 counts and meters.');
  expect(verifyExitCode(all)).toBe(1);
});

test('a meter that the twin does not have fails the verdict and is reported', () => {
  const all = [verified({ meters: {} })];
  expect(verificationTable(all[0] as VerifiedPolicy)).toContain('sqs.requests is not in the twin');
  expect(formatVerdict(all)).toMatch(/^✗ They disagree: 1 \(sqs\.requests\)/);
  expect(verifyExitCode(all)).toBe(1);
});

test('a violated invariant of the twin fails the verdict', () => {
  const all = [verified({ violations: ['a client has two homes'] })];
  expect(verificationTable(all[0] as VerifiedPolicy)).toContain('✗ violated in the twin: a client');
  expect(formatVerdict(all)).toContain('1 violated invariants');
  expect(verifyExitCode(all)).toBe(1);
});

test('what one seed cannot say is no agreement: the process ends with 2', () => {
  const all = [verified({ counts: { LoginAttempts: 1_200 } }, 1)];
  expect(formatVerdict(all)).toBe(
    '? Too few seeds to say: 1 (LoginAttempts) of 6 counts and meters are out of tolerance, ' +
      'perhaps by chance. 1 are few: the tolerances are meant for 10 and more.',
  );
  expect(verifyExitCode(all)).toBe(2);
});
