import fc from 'fast-check';
import { duplicateCheckEvery } from '../limits.ts';
import {
  afterService,
  endLogin,
  type LoginOutcome,
  outcomeOfCopy,
  planAnswer,
} from './plan-answer.ts';

const again: readonly LoginOutcome[] = [
  { kind: 'deferred', admissionAtMs: 7 },
  { kind: 'abandoned' },
  { kind: 'service-busy' },
  { kind: 'changed' },
  { kind: 'no-capacity' },
];

const final = [
  { kind: 'placed' },
  { kind: 'superseded' },
  { kind: 'run-over' },
  { kind: 'refused', reason: 'unknown-node' },
  { kind: 'refused', reason: 'epoch-from-the-future' },
  { kind: 'refused', reason: 'replayed' },
  { kind: 'refused', reason: 'forged' },
  { kind: 'refused', reason: 'expired' },
] as const;

test.each(again)(
  'after "$kind" the client asks again, and the reason is that outcome',
  (outcome) => {
    expect(planAnswer(outcome, 1, false)).toMatchObject({ kind: 'ask-again', reason: outcome });
  },
);

test.each(final)('after "$kind" nobody asks again, whichever attempt it was', (outcome) => {
  for (let attempt = 1; attempt <= 2 * duplicateCheckEvery; attempt += 1)
    expect(planAnswer(outcome, attempt, true)).toBe(endLogin(outcome));
  expect(endLogin(outcome).kind).toBe('over');
});

test('each outcome but the end of the run counts, and no two reasons to ask again alike', () => {
  const metrics = again.map((outcome) => planAnswer(outcome, 1, false).metrics);
  expect(new Set(metrics.flat()).size).toBe(again.length);
  const ended = final.map((outcome) => endLogin(outcome).metrics.length);
  expect(ended).toEqual([1, 1, 0, 1, 1, 2, 2, 2]);
});

test('a flaw of the proof is counted beside the refusal', () => {
  const { metrics } = endLogin({ kind: 'refused', reason: 'forged' });
  expect(metrics).toEqual(['LoginsRefused', 'LoginsForged']);
});

test('only a client that found no slot stands by, and only if it may', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...again),
      fc.boolean(),
      fc.nat(),
      (outcome, mayStandBy, attempt) => {
        const isExpected = mayStandBy && outcome.kind === 'no-capacity';
        expect(planAnswer(outcome, attempt, mayStandBy)).toMatchObject({ standsBy: isExpected });
      },
    ),
  );
});

test('every so many attempts a client that asks again answers a duplicate check', () => {
  const answered = Array.from({ length: 3 * duplicateCheckEvery }, (_, at) => at + 1).filter(
    (attempt) => {
      const answer = planAnswer({ kind: 'service-busy' }, attempt, false);
      return answer.kind === 'ask-again' && answer.answersDuplicateCheck;
    },
  );
  expect(answered).toEqual([duplicateCheckEvery, 2 * duplicateCheckEvery, 3 * duplicateCheckEvery]);
});

test('the service looks for a slot only for whoever still waits for the answer', () => {
  const admitted = (clientGone: boolean) => ({ kind: 'admitted', clientGone }) as const;
  expect(afterService(admitted(false), true).kind).toBe('served');
  expect(afterService(admitted(true), true).kind).toBe('abandoned');
  expect(afterService(admitted(false), false).kind).toBe('service-busy');
  expect(afterService(admitted(true), false).kind).toBe('service-busy');
});

test('a copy of a request that was placed is superseded, and shares any other outcome', () => {
  expect(outcomeOfCopy({ kind: 'placed' })).toEqual({ kind: 'superseded' });
  expect(outcomeOfCopy({ kind: 'no-capacity' })).toEqual({ kind: 'no-capacity' });
});
