// The words that several formats share.
import type { Grade, GradeCheck } from '../grade.ts';

/** The name of a check, which says nothing about a hidden seed. */
export function checkName({ bar, isHidden, seed }: GradeCheck): string {
  return isHidden ? `${bar}, a hidden seed` : `${bar}, seed ${seed}`;
}

/** What was asked and what came. */
export function checkSentence(check: GradeCheck): string {
  const { expected, status } = check;
  return status === 'error' ? cameWords(check) : `It is ${check.came}; asked: ${expected}.`;
}

/** What came. The words of an error are the file's own: with a hidden seed they might tell it. */
export function cameWords({ status, isHidden, came }: GradeCheck): string {
  return status === 'error' && isHidden ? 'The file could not be run.' : came;
}

/** The last line: the points, and the figure of an open challenge. */
export function totalWords({ status, score, maxScore, figure }: Grade): string {
  const points = `${status}: ${score} of ${maxScore} points.`;
  if (figure === null) return points;
  return `${points} ${figure.name}: ${figure.value ?? 'none'}.`;
}
