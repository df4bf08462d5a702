import { aHistory } from '#testing/domain/history-builder.ts';

const verdictOf = (history: ReturnType<typeof aHistory>) => history.verdict('dead-letters-empty');

test('poison that is quarantined is where it belongs', () => {
  const history = aHistory();
  const poison = history.send(null);
  history.step('quarantined', poison, { isPoison: true }).step('deleted', poison);
  expect(verdictOf(history).verdict).toBe('holds');
});

test('a dead-lettered message violates it until it is sent back', () => {
  const history = aHistory();
  const login = history.ask();
  history.step('dead', login);
  const backAgain = aHistory();
  const other = backAgain.ask();
  backAgain.step('dead', other);
  backAgain.ask();
  backAgain.step('deleted', other, { queue: 'dead-letters' });
  expect(verdictOf(history)).toMatchObject({
    verdict: 'violated',
    violations: [{ item: login, entry: 5 }],
  });
  expect(verdictOf(backAgain).verdict).toBe('holds');
});

test('a sound message does not belong in quarantine', () => {
  const history = aHistory();
  const login = history.ask();
  expect(verdictOf(history.step('quarantined', login))).toMatchObject({
    violations: [{ words: 'quarantined by login, although nothing was wrong with it' }],
  });
});

test('poison that is deleted without being quarantined was swept under', () => {
  const history = aHistory();
  expect(verdictOf(history.step('deleted', history.send(null))).verdict).toBe('violated');
});

test('poison that was spoilt once more on its way to quarantine counts as quarantined', () => {
  const history = aHistory();
  const poison = history.send(null);
  history.send(null, { queue: 'quarantine' });
  expect(verdictOf(history.step('deleted', poison)).verdict).toBe('holds');
});

test('a message that expires was never handled', () => {
  const history = aHistory();
  expect(verdictOf(history.step('expired', history.ask())).verdict).toBe('violated');
});

test('poison that nobody has received yet leaves it open', () => {
  const history = aHistory();
  history.send(null);
  expect(verdictOf(history)).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('1 unreadable'),
  });
});
