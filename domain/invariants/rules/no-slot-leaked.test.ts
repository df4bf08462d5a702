import { hourMs, minuteMs, noonMs } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

/** A live registration counts a slot that nobody holds, with a lease that goes on. */
const leak = () =>
  aHistory().commit({ registration: { nodeId: 's1', used: 2, leaseUntilMs: noonMs + 9 * hourMs } });

test('a slot that is given back late is not leaked', () => {
  const history = leak().wait(50 * minuteMs);
  history.commit({ registration: { nodeId: 's1', used: 1 } }).wait(hourMs);
  expect(history.verdict('no-slot-leaked').verdict).toBe('holds');
});

test('a slot that nobody holds for over a lease is leaked', () => {
  const history = leak().wait(61 * minuteMs);
  expect(history.verdict('no-slot-leaked')).toMatchObject({
    verdict: 'violated',
    violationCount: 1,
    violations: [{ item: 's1@1', words: '2 slots used, 1 clients homed, for over a lease' }],
  });
});

test('before a lease is over nobody can say', () => {
  expect(
    leak()
      .wait(59 * minuteMs)
      .verdict('no-slot-leaked').verdict,
  ).toBe('unknown');
});

test('the slots of a registration that died matter to nobody', () => {
  const history = leak().commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  expect(history.wait(3 * hourMs).verdict('no-slot-leaked').verdict).toBe('holds');
});
