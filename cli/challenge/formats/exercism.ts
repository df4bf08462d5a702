// The results.json of Exercism's test runners, version 3, with the points beside.
import type { Grade, GradeCheck } from '../grade.ts';
import { cameWords, checkName, checkSentence } from './check-words.ts';

/** What such a platform reads. A file that cannot be run is an error with a message, no tests. */
export function exercismResult({ status, score, maxScore, checks }: Grade) {
  const isError = status === 'error';
  const first = checks.find((check) => check.status === 'error');
  const reason = first === undefined ? null : cameWords(first);
  return {
    version: 3,
    status,
    message: isError ? reason : null,
    score,
    max_score: maxScore,
    tests: isError ? [] : checks.map(testOf),
  };
}

function testOf(check: GradeCheck) {
  const { status, condition, points, maxPoints } = check;
  return {
    name: checkName(check),
    status,
    message: status === 'pass' ? null : checkSentence(check),
    test_code: condition,
    score: points,
    max_score: maxPoints,
  };
}
