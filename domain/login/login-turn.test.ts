import { aLogin, noonMs } from '#testing/domain/builders.ts';
import { duplicateCheckEvery } from '../limits.ts';
import { attemptSentBack, attemptsProven, isFirstRequest } from './login-turn.ts';

test('the first request is the one that nobody gave a turn', () => {
  expect(isFirstRequest(aLogin())).toBe(true);
  expect(isFirstRequest(aLogin({ attempt: 2 }))).toBe(false);
  expect(isFirstRequest(aLogin({ admissionAtMs: noonMs }))).toBe(false);
});

test('a proof names its own attempt, or the one as which it was dead-lettered', () => {
  for (let attempt = 1; attempt < 3 * duplicateCheckEvery; attempt += 1) {
    expect(attemptsProven({ attempt })).toContain(attempt);
    expect(attemptsProven({ attempt: attemptSentBack(attempt) })).toContain(attempt);
  }
  expect(attemptsProven({ attempt: 1 })).toEqual([1]);
  expect(attemptsProven({ attempt: 2 })).toEqual([2]);
  expect(attemptsProven({ attempt: duplicateCheckEvery })).toEqual([duplicateCheckEvery]);
  const sentBack = duplicateCheckEvery + 1;
  expect(attemptsProven({ attempt: sentBack })).toEqual([sentBack, duplicateCheckEvery]);
});
