// `--expect`: what is expected of a policy, in place of what the scenario expects of it.
import { InvalidArgumentError, Option } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { VerdictKind } from '#domain/storm/judge-run.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** The verdicts that pass. */
export interface Expectation {
  /** The user's text. A message about the expectation repeats it. */
  readonly text: string;
  /** The one policy that it is about; null: every policy. */
  readonly policy: string | null;
  readonly kinds: readonly VerdictKind[];
}

/** Verdicts about healing. Nobody may expect a violated invariant or a failed storm. */
const healing: readonly VerdictKind[] = ['healed', 'late', 'not-healed', 'stuck'];

/** A run of any of these was carried out as it should, whatever the policy made of it. */
const any: readonly VerdictKind[] = [...healing, 'unknown'];

/** `--expect`. It may be given several times. */
export function expectOption(): Option {
  return new Option(
    '--expect <verdicts>',
    `any, or some of ${healing.join(', ')}: what passes, such as ghost-slots:any; repeatable`,
  )
    .argParser((text, before: Expectation[]) => [...before, readExpectation(text)])
    .default([], 'as the scenario expects');
}

/** Reads `[policy:]verdict,...`. @throws {InvalidArgumentError} naming the nearest known verdict */
export function readExpectation(text: string): Expectation {
  const at = text.lastIndexOf(':');
  const policy = at < 0 ? null : text.slice(0, at).trim();
  const words = text.slice(at + 1).split(',');
  const kinds = words.flatMap((word) => kindsCalled(word.trim()));
  return { text: text.trim(), policy, kinds: [...new Set(kinds)] };
}

function kindsCalled(word: string): readonly VerdictKind[] {
  if (word === 'any') return any;
  const kind = healing.find((known) => known === word);
  if (kind !== undefined) return [kind];
  throw new InvalidArgumentError(
    `No verdict to expect is called '${word}'. ${didYouMean(word, ['any', ...healing])}`,
  );
}

/**
 * The scenario with other expectations. The last that names a policy counts, before the general.
 */
export function asExpected(
  scenario: Scenario,
  expectations: readonly Expectation[],
  policies: readonly string[],
): Scenario {
  const expected = { ...scenario.expected };
  for (const policy of policies) {
    const own = expectations.findLast((one) => one.policy === policy);
    const found = own ?? expectations.findLast((one) => one.policy === null);
    if (found !== undefined) expected[policy] = [...found.kinds];
  }
  return { ...scenario, expected };
}
