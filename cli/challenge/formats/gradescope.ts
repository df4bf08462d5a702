// The results.json of Gradescope's autograder: docs/challenges.md says which checks are shown when.
import type { Grade, GradeCheck } from '../grade.ts';
import { checkName, checkSentence, totalWords } from './check-words.ts';

/** Checks with hidden seeds are shown once the work is due. */
export function gradescopeResult(grade: Grade) {
  const { score, checks, figure } = grade;
  return {
    score,
    output: totalWords(grade),
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: checks.map(testOf),
    ...(figure === null || figure.value === null
      ? {}
      : { leaderboard: [{ name: figure.name, value: figure.value, order: 'asc' }] }),
  };
}

function testOf(check: GradeCheck, index: number) {
  return {
    number: String(index + 1),
    name: checkName(check),
    score: check.points,
    max_score: check.maxPoints,
    status: check.status === 'pass' ? 'passed' : 'failed',
    // The command would tell the seed, which serves the next class too.
    output: check.isHidden ? checkSentence(check) : `${checkSentence(check)}\n${check.replay}`,
    visibility: check.isHidden ? 'after_due_date' : 'visible',
  };
}
