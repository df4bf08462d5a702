import { aHealStep, minuteMs, someTimings } from '#testing/domain/builders.ts';
import { aHistory, type HistoryBuilder } from '#testing/domain/history-builder.ts';

const verdictOf = (history: HistoryBuilder) => history.verdict('heal-ends').verdict;

function healOn(history: HistoryBuilder, steps: number): HistoryBuilder {
  for (let step = 0; step < steps; step += 1) {
    history.wait(minuteMs).send(aHealStep(step), { queue: 'heal' });
    history.commit({ cell: { healStep: step + 1, healDueAtMs: history.atMs } });
  }
  return history;
}

test('heal may go on while anybody waits', () => {
  expect(verdictOf(healOn(aHistory().restart(), 30))).toBe('holds');
});

test('heal may make a few more steps when everybody is back', () => {
  expect(verdictOf(healOn(aHistory().restart().place(), 3))).toBe('holds');
});

test('heal that goes on in a quiet cell is endless', () => {
  const history = healOn(aHistory().restart().place(), 6);
  expect(history.verdict('heal-ends')).toMatchObject({ verdict: 'violated', violationCount: 3 });
  expect(history.verdict('heal-ends').violations[0]?.words).toMatch(/with step 3/);
});

test('what happens in a cell gives heal reason for another step', () => {
  const history = healOn(aHistory().restart().place(), 3);
  expect(verdictOf(healOn(history.commit({ cell: { newsCount: 1 } }), 3))).toBe('holds');
});

test('four steps within three paces of heal are not endless yet; one later they are', () => {
  const paceMs = someTimings().healPaceMs;
  const after = (quietMs: number) => {
    const history = aHistory().restart().place();
    for (const step of [0, 1, 2, 3]) history.send(aHealStep(step), { queue: 'heal' });
    history.wait(quietMs).send(aHealStep(4), { queue: 'heal' });
    return verdictOf(history);
  };
  expect(after(3 * paceMs)).not.toBe('violated');
  expect(after(3 * paceMs + 1)).toBe('violated');
});
