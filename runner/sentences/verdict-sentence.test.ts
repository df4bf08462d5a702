import type { Evidence, Judgement } from '#domain/storm/judge-run.ts';
import { executionFailure } from '#domain/storm/storm-end.ts';
import { verdictSentence } from './verdict-sentence.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.UTC(2007, 7, 16, 9);

const judgement: Omit<Judgement, 'kind'> = {
  healMs: null,
  belowTargetMs: 3 * hourMs,
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

test('healed says after how long, and how bad it was', () => {
  const healed = { ...judgement, healMs: 30 * minuteMs };
  expect(verdictSentence('healed', healed, evidence())).toBe(
    '99.0 % were signed in again 30 min after the last restart; at worst 39.6 % were offline.',
  );
});

test('a network that never sank below its target was healed by the end of the last wave', () => {
  expect(verdictSentence('healed', { ...judgement, healMs: 0 }, evidence())).toMatch(
    /^99\.0 % were signed in again by the time the last wave was over; /,
  );
});

test('what healed before the next observation took under a minute, however it fell', () => {
  expect(verdictSentence('healed', { ...judgement, healMs: 892 }, evidence())).toMatch(
    /^99\.0 % were signed in again under 1 min after the last restart; /,
  );
});

test('late says how late, what would have been in time, and how bad it was', () => {
  expect(verdictSentence('late', { ...judgement, healMs: 150 * minuteMs }, evidence())).toBe(
    '99.0 % were signed in again, but as late as 2 h 30 min after the last restart ' +
      '(in time: 2 h); at worst 39.6 % were offline (16 Aug 10:00).',
  );
});

test('late without an end says how many are still offline', () => {
  expect(verdictSentence('late', judgement, evidence())).toBe(
    '35.0 % are still offline 3 h after the last restart; in time is 2 h.',
  );
});

test('stuck says that nothing has changed, since when, and when it was worst', () => {
  expect(verdictSentence('stuck', judgement, evidence())).toBe(
    '35.0 % are still offline 3 h after the last restart, and nothing has changed for 2 h; ' +
      'at worst 39.6 % were offline (16 Aug 10:00).',
  );
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

test('unknown says that it was too early to say', () => {
  expect(verdictSentence('unknown', judgement, evidence())).toMatch(/too early to say; 35\.0 %/);
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
