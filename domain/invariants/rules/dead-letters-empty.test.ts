import { tellHistory } from '#testing/domain/told-history.ts';

const verdictOf = (history: ReturnType<typeof tellHistory>) =>
  history.verdict('dead-letters-empty');

test('poison that is put aside is where it belongs', () => {
  const history = tellHistory();
  const poison = history.send(null);
  history.step('quarantined', poison, { isPoison: true }).step('deleted', poison);
  expect(verdictOf(history).verdict).toBe('holds');
});

test('a dead letter breaks it until it is moved back', () => {
  const history = tellHistory();
  const login = history.ask();
  history.step('dead', login);
  const backAgain = tellHistory();
  const other = backAgain.ask();
  backAgain.step('dead', other);
  backAgain.ask();
  backAgain.step('deleted', other, { queue: 'dead-letters' });
  expect(verdictOf(history)).toMatchObject({
    verdict: 'broken',
    breaches: [{ item: login, entry: 5 }],
  });
  expect(verdictOf(backAgain).verdict).toBe('holds');
});

test('a sound message does not belong in quarantine', () => {
  const history = tellHistory();
  const login = history.ask();
  expect(verdictOf(history.step('quarantined', login))).toMatchObject({
    breaches: [{ words: 'put aside by login, although nothing was wrong with it' }],
  });
});

test('poison that is deleted without being put aside was swept under', () => {
  const history = tellHistory();
  expect(verdictOf(history.step('deleted', history.send(null))).verdict).toBe('broken');
});

test('poison that was spoilt once more on its way to quarantine counts as put aside', () => {
  const history = tellHistory();
  const poison = history.send(null);
  history.send(null, { queue: 'quarantine' });
  expect(verdictOf(history.step('deleted', poison)).verdict).toBe('holds');
});

test('a message that expires was never handled', () => {
  const history = tellHistory();
  expect(verdictOf(history.step('expired', history.ask())).verdict).toBe('broken');
});

test('poison that nobody has looked at yet leaves it open', () => {
  const history = tellHistory();
  history.send(null);
  expect(verdictOf(history)).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('1 unreadable'),
  });
});
