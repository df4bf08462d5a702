import { aLogin, aLoss, hourMs, minuteMs, someTimings } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

const { orphanNoticeMsMax } = someTimings();

/** The supernode restarts; its client is at a dead home from now on. */
const orphaned = () => aHistory().commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });

const late = hourMs + orphanNoticeMsMax + minuteMs;

test('a client at a dead home that asks to sign in knows', () => {
  const history = orphaned();
  history.send(aLogin());
  expect(history.wait(late).verdict('no-dead-home').verdict).toBe('holds');
});

test('a client that nobody reported for longer than a lease is found', () => {
  const words = 'at s1@1, dead for over a lease, and nothing asks for it to sign in';
  expect(orphaned().wait(late).verdict('no-dead-home')).toMatchObject({
    verdict: 'violated',
    violationCount: 1,
    violations: [{ item: 'n1', words }],
  });
});

test('within a lease and the time to notice it need not know', () => {
  expect(orphaned().wait(hourMs).verdict('no-dead-home').verdict).toBe('holds');
});

test('a lease that ran out is a death, too, unless news of it is on its way', () => {
  const silent = aHistory().wait(hourMs + late);
  expect(silent.verdict('no-dead-home').verdict).toBe('violated');
  const noticed = aHistory();
  noticed.send(aLoss(), { queue: 'membership' });
  expect(noticed.wait(hourMs + late).verdict('no-dead-home').verdict).toBe('holds');
});

test('who found another home, or was switched off, has no dead one', () => {
  const away = { nodeId: 'n1', home: null, state: 'offline' } as const;
  const history = orphaned().commit({ node: away });
  expect(history.wait(late).verdict('no-dead-home').verdict).toBe('holds');
});

test('where messages were poisoned nobody can say who was not reported', () => {
  const history = orphaned();
  history.send(null, { queue: 'membership' });
  expect(history.wait(late).verdict('no-dead-home').verdict).toBe('unknown');
});
