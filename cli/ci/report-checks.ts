// Says which thresholds were crossed, and hands every check to the CI system.
import { plainLine } from '#domain/plain-text.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  type JudgedGroup,
  type Judgement,
  judgeThresholds,
} from '../thresholds/judge-thresholds.ts';
import type { Threshold } from '../thresholds/read-threshold.ts';
import type { CiCheck } from './ci-check.ts';
import type { CiOptions } from './ci-options.ts';
import { githubAnnotation } from './github-annotation.ts';
import { openJunitFile, writeJunitFile } from './junit-file.ts';

/** What a command has checked. */
export interface CheckedGroups {
  readonly thresholds: readonly Threshold[];
  readonly groups: Iterable<JudgedGroup>;
  /** The exit code without thresholds. */
  readonly exitCode: number;
}

/** Where checks are reported. */
export interface CheckReporter {
  /**
   * Prints which thresholds were crossed, a line each, and writes what the options ask for.
   * @returns the exit code with thresholds: 1 where one was crossed; 2 where one could not be
   * measured and nothing else is wrong
   */
  report(checked: CheckedGroups): Promise<number>;
}

type Reporting = CiOptions & { readonly quiet?: boolean };

/**
 * Opens the report of a command's checks, before anything runs.
 * @param command names it, such as `rebootstorm run drill`
 * @param reporting.quiet only what failed is printed
 * @throws {OutFolderError}
 */
export async function openChecks(
  command: string,
  reporting: Reporting,
  stderr: Pick<NodeJS.WriteStream, 'write'>,
): Promise<CheckReporter> {
  const { junit, github = false, quiet = false } = reporting;
  if (junit !== undefined) await openJunitFile(junit, command);
  return {
    async report({ thresholds, groups, exitCode }) {
      if (thresholds.length === 0 && junit === undefined && !github) return exitCode;
      const checks = printed(checksOf(thresholds, groups), github, stderr);
      const outcomes = new Set<CiCheck['outcome']>();
      const counted = outcomesKept(checks, outcomes);
      if (junit === undefined) for (const _ of counted);
      else await writeJunitFile(junit, command, counted);
      const isGood = outcomes.size === 1 && outcomes.has('passed');
      if (isGood && !quiet) stderr.write('No threshold was crossed.\n');
      return exitCodeWith(outcomes, exitCode);
    },
  };
}

interface Check extends CiCheck {
  readonly isThreshold: boolean;
}

function* printed(
  checks: Iterable<Check>,
  github: boolean,
  stderr: Pick<NodeJS.WriteStream, 'write'>,
): Generator<Check> {
  for (const check of checks) {
    const isNews = check.outcome !== 'passed' && (github || check.isThreshold);
    const words = github ? githubAnnotation(check) : check.sentence;
    if (isNews) stderr.write(`${plainLine(words)}\n`);
    yield check;
  }
}

/** Adds how each threshold came out. Verdicts are in the exit code already. */
function* outcomesKept(
  checks: Iterable<Check>,
  outcomes: Set<CiCheck['outcome']>,
): Generator<Check> {
  for (const check of checks) {
    if (check.isThreshold) outcomes.add(check.outcome);
    yield check;
  }
}

function exitCodeWith(outcomes: ReadonlySet<CiCheck['outcome']>, exitCode: number): number {
  if (outcomes.has('failed')) return exitCodes.notAsExpected;
  const isUnknown = outcomes.has('unknown') && exitCode === exitCodes.asExpected;
  return isUnknown ? exitCodes.unknown : exitCode;
}

/** The checks of each group: its verdict, or else its invariants, and its thresholds. */
function* checksOf(
  thresholds: readonly Threshold[],
  groups: Iterable<JudgedGroup>,
): Generator<Check> {
  for (const group of groups) {
    const about = group.words;
    yield { about, isThreshold: false, ...(verdictOf(group) ?? invariantsOf(group)) };
    for (const { text, kind, sentence } of judgeThresholds(thresholds, [group]))
      yield { about, name: text, outcome: outcomes[kind], sentence, isThreshold: true };
  }
}

const outcomes = {
  kept: 'passed',
  crossed: 'failed',
  unmeasured: 'unknown',
} as const satisfies Record<Judgement['kind'], CiCheck['outcome']>;

function verdictOf({ verdict }: JudgedGroup): Omit<CiCheck, 'about'> | undefined {
  return verdict && { name: 'verdict', ...verdict };
}

function invariantsOf({ words, runs }: JudgedGroup): Omit<CiCheck, 'about'> {
  const violated = runs.filter(({ violationCount }) => violationCount > 0).length;
  const some = violated === 0 ? 'none' : formatCount(violated);
  return {
    name: 'invariants',
    outcome: violated === 0 ? 'passed' : 'failed',
    sentence: `${words}: invariants are violated in ${some} of ${formatCount(runs.length)} runs.`,
  };
}
