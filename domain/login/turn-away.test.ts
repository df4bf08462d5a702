import fc from 'fast-check';
import { aLogin, aWaitingNode, noonMs, someSettings } from '#testing/domain/builders.ts';
import { duplicateCheckEvery } from '../limits.ts';
import { openGate } from '../network.ts';
import { policies } from '../policies.ts';
import { admitLogin } from './admit-login.ts';
import { afterService, planAnswer } from './plan-answer.ts';
import { isTurnedAwayUnread, isUsedUp } from './turn-away.ts';

const settings = someSettings();
const { clientTimeoutMs } = settings.timings;
const legacy = { ...settings, policy: policies['legacy-2007'] };
const waiting = { attempt: 2, admissionAtMs: noonMs - 1, dueAtMs: noonMs };

test('who had its admission time is turned away unread', () => {
  expect(isTurnedAwayUnread(waiting, settings, noonMs)).toBe(true);
});

test.each([
  ['has to answer a duplicate check', { attempt: duplicateCheckEvery }],
  ['has an admission time to come', { admissionAtMs: noonMs + 1 }],
  ['knows no admission time yet', { admissionAtMs: null }],
  ['waited for longer than its client does', { dueAtMs: noonMs - clientTimeoutMs - 1 }],
])('with backpressure, who %s is read for', (_, some) => {
  expect(isTurnedAwayUnread({ ...waiting, ...some }, settings, noonMs)).toBe(false);
});

test('without backpressure all are, but for those who answer a duplicate check', () => {
  const late = { ...waiting, admissionAtMs: null, dueAtMs: noonMs - 2 * clientTimeoutMs };
  expect(isTurnedAwayUnread(late, legacy, noonMs)).toBe(true);
  const checked = { ...late, attempt: 3 * duplicateCheckEvery };
  expect(isTurnedAwayUnread(checked, legacy, noonMs)).toBe(false);
});

test('a window is used up from the last log-in on that it serves', () => {
  expect([9, 10, 11].map((asked) => isUsedUp(10, asked))).toEqual([false, true, true]);
});

test('nobody who waits would be told anything else if it were read for', () => {
  fc.assert(
    fc.property(
      fc.record({
        attempt: fc.integer({ min: 1, max: 40 }),
        admissionAtMs: fc.option(fc.integer({ min: noonMs - 9, max: noonMs + 9 })),
        dueAtMs: fc.integer({ min: noonMs - 2 * clientTimeoutMs, max: noonMs }),
      }),
      fc.boolean(),
      fc.constantFrom(settings, legacy),
      (request, eligible, run) => {
        fc.pre(isTurnedAwayUnread(request, run, noonMs));
        const facts = { gate: openGate, node: aWaitingNode({ eligible }), signedIn: false };
        const admission = admitLogin(facts, aLogin(request), run, noonMs);
        if (admission.kind !== 'admitted') throw new Error(`${admission.kind}, and unread`);
        const outcome = afterService(admission, false);
        expect(outcome).toEqual({ kind: 'service-busy' });
        const answer = planAnswer({ kind: 'service-busy' }, request.attempt, false);
        expect(answer).toMatchObject({ standsBy: false, answersDuplicateCheck: false });
      },
    ),
  );
});
