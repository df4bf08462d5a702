import { hourMs, minuteMs, noonMs } from '#testing/domain/builders.ts';
import { aHistory, type HistoryBuilder } from '#testing/domain/history-builder.ts';

const longLease = { registration: { nodeId: 's1', leaseUntilMs: noonMs + 99 * hourMs } };

/** `n1` goes down in a storm of ten minutes; H is two hours. */
const storm = () =>
  aHistory()
    .fault(10 * minuteMs)
    .commit(longLease)
    .restart();

/** Lets time pass by small steps, in each of which something trivial happens. */
function pass(history: HistoryBuilder, durationMs: number): HistoryBuilder {
  for (let left = durationMs; left > 0; left -= minuteMs) history.wait(minuteMs).commit();
  return history;
}

test('who is back within H after the last fault is back in time', () => {
  const history = pass(storm(), 2 * hourMs).place();
  expect(pass(history, hourMs).verdict('liveness').verdict).toBe('holds');
});

test('who is not back by then is late, even if everybody is back in the end', () => {
  const history = pass(storm(), 2 * hourMs + 11 * minuteMs).place();
  expect(pass(history, hourMs).verdict('liveness')).toMatchObject({
    verdict: 'violated',
    violationCount: 1,
    violations: [{ words: '1 of 2 online, later than H after the last fault' }],
  });
});

test('who goes down again without a fault breaks it', () => {
  const history = pass(storm().place(), 3 * hourMs);
  const gone = history.commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  expect(pass(gone, 2 * minuteMs).verdict('liveness').verdict).toBe('violated');
});

test('it is unknown when the run ended before H, before its faults did, or had none', () => {
  const reasonOf = (history: HistoryBuilder) => history.verdict('liveness').reason;
  expect(reasonOf(pass(storm(), hourMs))).toMatch(/before H had passed/);
  expect(reasonOf(pass(storm(), minuteMs))).toMatch(/before its last fault/);
  expect(reasonOf(aHistory())).toMatch(/nothing went wrong/);
});

test('who is switched off is not wanted', () => {
  const off = storm().commit(
    { node: { nodeId: 'n1', state: 'offline' } },
    { cell: { population: 1 } },
  );
  expect(pass(off, 3 * hourMs).verdict('liveness').verdict).toBe('holds');
});
