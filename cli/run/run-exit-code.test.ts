import type { VerdictKind } from '#domain/storm/judge-run.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOf } from './run-exit-code.ts';

const [exampleRun] = exampleResult().runs;
if (exampleRun === undefined) throw new Error('expected the example to have runs');

function aRun(kind: VerdictKind, expected: VerdictKind[], policy = 'resilient'): BilledRun {
  return { ...(exampleRun as BilledRun), policy, expected, verdict: { kind, sentence: 'so.' } };
}

function codeOf(...runs: BilledRun[]): number {
  return exitCodeOf({ ...exampleResult(), runs } satisfies ComparisonResult);
}

const legacy = (kind: VerdictKind) => aRun(kind, ['late', 'not-healed', 'stuck'], 'legacy-2007');
const resilient = (kind: VerdictKind) => aRun(kind, ['healed']);
const unjudged = (kind: VerdictKind) => aRun(kind, [], 'ghost-slots');

const kinds: VerdictKind[] = ['healed', 'late', 'not-healed', 'stuck', 'violated', 'unknown'];

test('a comparison passes only when each policy ended as the scenario expects', () => {
  const passing = kinds.flatMap((one) =>
    kinds
      .filter((other) => codeOf(legacy(one), resilient(other)) === exitCodes.asExpected)
      .map((other) => `${one} and ${other}`),
  );
  expect(passing).toEqual(['late and healed', 'not-healed and healed', 'stuck and healed']);
});

test('it is unknown only when every policy that is not as expected is unknown', () => {
  const unknown = kinds.flatMap((one) =>
    kinds
      .filter((other) => codeOf(legacy(one), resilient(other)) === exitCodes.unknown)
      .map((other) => `${one} and ${other}`),
  );
  expect(unknown).toEqual([
    'late and unknown',
    'not-healed and unknown',
    'stuck and unknown',
    'unknown and healed',
    'unknown and unknown',
  ]);
  expect(codeOf(legacy('violated'), resilient('unknown'))).toBe(exitCodes.notAsExpected);
});

test.each([
  ['healed', exitCodes.asExpected],
  ['late', exitCodes.notAsExpected],
  ['not-healed', exitCodes.notAsExpected],
  ['stuck', exitCodes.notAsExpected],
  ['violated', exitCodes.notAsExpected],
  ['unknown', exitCodes.unknown],
] as const)('a policy of which nothing is expected should heal: %s', (kind, code) => {
  expect(codeOf(unjudged(kind))).toBe(code);
});

test('a broken invariant never passes, even where nothing better was expected', () => {
  expect(codeOf(aRun('violated', ['late', 'not-healed', 'stuck']))).toBe(exitCodes.notAsExpected);
});
