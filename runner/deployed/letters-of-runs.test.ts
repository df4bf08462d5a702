import { arrivedSince, type Letters, lettersOf, type QueueLetters } from './letters-of-runs.ts';

/** So many letters of each run, of none, and unread ones. */
function aQueue(counts: Record<string, number>, unreadCount = 0): QueueLetters {
  const read = Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count }, () => ({
      runId: name === 'none' ? undefined : name,
      sentAtMs: 0,
      quarantined: null,
    })),
  );
  return { count: read.length + unreadCount, read };
}

const letters: Letters = {
  LoginDeadLetters: aQueue({ mine: 2, other: 5, none: 1 }, 4),
  HealDeadLetters: aQueue({ other: 3 }),
  Quarantine: aQueue({ mine: 1, none: 7 }, 2),
};

test('a run has the letters that name it; those of none and unread ones may be its own', () => {
  expect(lettersOf(letters, 'mine')).toEqual({
    deadLetters: { LoginDeadLetters: 2, HealDeadLetters: 0 },
    quarantinedCount: 1,
    unclearDeadLetters: { LoginDeadLetters: 5, HealDeadLetters: 0 },
    unclearQuarantinedCount: 9,
  });
});

test.each([
  ['nothing was there before', {}, { LoginDeadLetters: 7, HealDeadLetters: 0 }, 10],
  [
    'of what came, some may be its own',
    { LoginDeadLetters: 8, HealDeadLetters: 0, Quarantine: 8 },
    { LoginDeadLetters: 4, HealDeadLetters: 0 },
    2,
  ],
  [
    'as much was there before',
    { LoginDeadLetters: 10, HealDeadLetters: 3, Quarantine: 9 },
    { LoginDeadLetters: 2, HealDeadLetters: 0 },
    1,
  ],
  ['others were taken away', { LoginDeadLetters: 99 }, { LoginDeadLetters: 2 }, 10],
])('what arrived for a run is no less than what names it: %s', (_what, before, dead, aside) => {
  const arrived = arrivedSince(before, letters, 'mine');
  expect(arrived).toMatchObject({ deadLetters: dead, quarantinedCount: aside });
});

test('a stack without letters has none of any run', () => {
  const empty = { LoginDeadLetters: aQueue({}), Quarantine: aQueue({}) };
  expect(arrivedSince({}, empty, 'mine')).toEqual({
    deadLetters: { LoginDeadLetters: 0 },
    quarantinedCount: 0,
  });
});
