import { aLeave, aLogin, noonMs } from '#testing/domain/builders.ts';
import { dueAheadMsMax } from '../limits.ts';
import { tooFarAhead } from './due-ahead.ts';

const dayAheadMs = noonMs + dueAheadMsMax;

test('what is due within a day can be waited for', () => {
  expect(tooFarAhead(aLeave({ dueAtMs: dayAheadMs }), noonMs)).toBeNull();
  expect(tooFarAhead(aLogin({ admissionAtMs: dayAheadMs }), noonMs)).toBeNull();
  expect(tooFarAhead(aLogin({ admissionAtMs: null }), noonMs)).toBeNull();
});

test('what is due, or admitted, later than that is named by its field', () => {
  const atMs = dayAheadMs + 1;
  expect(tooFarAhead(aLeave({ dueAtMs: atMs }), noonMs)).toEqual({ field: 'dueAtMs', atMs });
  expect(tooFarAhead(aLogin({ admissionAtMs: atMs }), noonMs)).toEqual({
    field: 'admissionAtMs',
    atMs,
  });
});
