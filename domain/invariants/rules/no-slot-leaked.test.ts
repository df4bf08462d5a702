import { hourMs, minuteMs, noonMs } from '#testing/domain/builders.ts';
import { tellHistory } from '#testing/domain/told-history.ts';

/** A live offer counts a slot that nobody holds, with a lease that goes on. */
const leak = () =>
  tellHistory().commit({ offer: { nodeId: 's1', used: 2, leaseUntilMs: noonMs + 9 * hourMs } });

test('a slot that is given back late is not leaked', () => {
  const history = leak().wait(50 * minuteMs);
  history.commit({ offer: { nodeId: 's1', used: 1 } }).wait(hourMs);
  expect(history.verdict('no-slot-leaked').verdict).toBe('holds');
});

test('a slot that nobody holds for over a lease is leaked', () => {
  const history = leak().wait(61 * minuteMs);
  expect(history.verdict('no-slot-leaked')).toMatchObject({
    verdict: 'broken',
    breachCount: 1,
    breaches: [{ item: 's1@1', words: '2 slots used, 1 clients homed, for over a lease' }],
  });
});

test('before a lease is over nobody can tell', () => {
  expect(
    leak()
      .wait(59 * minuteMs)
      .verdict('no-slot-leaked').verdict,
  ).toBe('unknown');
});

test('the slots of an offer that died matter to nobody', () => {
  const history = leak().commit({ offer: { nodeId: 's1', nodeEpoch: 2 } });
  expect(history.wait(3 * hourMs).verdict('no-slot-leaked').verdict).toBe('holds');
});
