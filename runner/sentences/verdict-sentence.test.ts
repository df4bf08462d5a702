import type { Evidence, Judgement } from '#domain/storm/judge-run.ts';
import { executionFailure } from '#domain/storm/storm-end.ts';
import { verdictSentence } from './verdict-sentence.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.UTC(2007, 7, 16, 9);

const judgement: Omit<Judgement, 'kind'> = {
  healMs: null,
  belowTargetMs: 3 * hourMs,
  belowTargetAfterMs: 2 * hourMs,
  worstOfflineShare: 0.396,
  worstOfflineAtMs: startMs + hourMs,
};

function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    curve: [
      { atMs: startMs, onlineCount: 604, wantedCount: 1_000 },
      { atMs: startMs + 3 * hourMs, onlineCount: 650, wantedCount: 1_000 },
    ],
    lastRestartAtMs: startMs,
    target: { onlineShare: 0.99, healWithinMs: 2 * hourMs },
    violations: [],
    failure: null,
    ...changes,
  };
}

const afterAll = (healMs: number) => ({ ...judgement, healMs, belowTargetAfterMs: healMs });

test('healed says after how long, and how bad it was', () => {
  expect(verdictSentence('healed', afterAll(30 * minuteMs), evidence())).toBe(
    '99 % were signed in again 30 min after the last restart; at worst 39.6 % were offline.',
  );
});

test('a network that never sank below its target was healed by the end of the last wave', () => {
  expect(verdictSentence('healed', afterAll(0), evidence())).toMatch(
    /^99 % were signed in again by the time the last wave was over; /,
  );
});

test('what healed within a minute is told to the second', () => {
  expect(verdictSentence('healed', afterAll(14_000), evidence())).toMatch(
    /^99 % were signed in again 14 s after the last restart; /,
  );
});

test('a dip after coming back explains why healing took longer than the time below', () => {
  const dipped = { ...judgement, healMs: 125_000, belowTargetAfterMs: 20_000 };
  expect(verdictSentence('healed', dipped, evidence())).toMatch(
    /again 2 min 5 s after the last restart, after dips \(below the target for 20 s of it\); /,
  );
});

test('late says how late, what the target was, and how bad it was', () => {
  expect(verdictSentence('late', afterAll(150 * minuteMs), evidence())).toBe(
    '99 % were signed in again only 2 h 30 min after the last restart; the target was 2 h; ' +
      'at worst 39.6 % were offline (16 Aug 10:00).',
  );
});

test('not healed says how many were still offline, and what the target was', () => {
  expect(verdictSentence('not-healed', judgement, evidence())).toBe(
    '35.0 % were still offline when the run ended, 3 h after the last restart; ' +
      'the target was 99 % signed in within 2 h; at worst 39.6 % were offline (16 Aug 10:00).',
  );
});

test('stuck says that nothing had changed, since when, and when it was worst', () => {
  expect(verdictSentence('stuck', judgement, evidence())).toBe(
    '35.0 % were still offline when the run ended, 3 h after the last restart, and for 2 h ' +
      'nothing had changed; at worst 39.6 % were offline (16 Aug 10:00).',
  );
});

test('a target has every digit that the scenario gives it', () => {
  const target = { onlineShare: 0.9995, healWithinMs: 2 * hourMs };
  expect(verdictSentence('healed', afterAll(0), evidence({ target }))).toMatch(/^99\.95 % were /);
});

test('violated names the first violated invariant and counts the others', () => {
  const one = evidence({ violations: ['n1 has two homes'] });
  expect(verdictSentence('violated', judgement, one)).toBe(
    'an invariant is violated: n1 has two homes.',
  );
  const three = evidence({ violations: ['n1 has two homes', 'n2 too', 'n3 too'] });
  expect(verdictSentence('violated', judgement, three)).toBe(
    'an invariant is violated: n1 has two homes (and 2 more).',
  );
});

test('a run that ended before the last restart says so', () => {
  const early = evidence({ lastRestartAtMs: startMs + 4 * hourMs });
  expect(verdictSentence('unknown', judgement, early)).toMatch(
    /^the run ended before the last restart, too early to tell/,
  );
});

test('unknown says that it was too early to tell', () => {
  expect(verdictSentence('unknown', judgement, evidence())).toMatch(
    /ended 3 h after .* too early to tell whether 99 % would be .* within 2 h; 35\.0 % were/,
  );
});

test('failed says how the execution ended, why, and which quota of AWS it met', () => {
  const failure = executionFailure({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  const words = verdictSentence('failed', judgement, evidence({ failure }));
  expect(words).toMatch(/ended as FAILED \(States\.Runtime: The execution reached .* \(25000\)/);
  expect(words).toMatch(/it met a quota of AWS: events in the history of one execution: 25,000/);
  expect(words).not.toMatch(/in time|still offline|\.\./);
});

test('a violated invariant does not hide that the state machine failed', () => {
  const failure = executionFailure({ status: 'ABORTED', error: null, cause: null });
  const words = verdictSentence('violated', judgement, evidence({ violations: ['one'], failure }));
  expect(words).toMatch(/^an invariant is violated: one; and .* ended as ABORTED\.$/);
});
