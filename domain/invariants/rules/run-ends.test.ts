import { aHealStep, minuteMs, someSettings } from '#testing/domain/builders.ts';
import { aHistory, type HistoryBuilder } from '#testing/domain/history-builder.ts';
import { drainedMsMax, sentOnMsMax } from './run-ends.ts';

const found = (history: HistoryBuilder) => history.verdict('run-ends');

const endedAfter = (durationMs: number) => aHistory().wait(durationMs).finished();

test('a run that goes on has shown nothing of how its loops end', () => {
  expect(found(aHistory().wait(minuteMs))).toMatchObject({
    verdict: 'unknown',
    reason: 'the run was not over when its history ended',
  });
});

test('what is under way at the end of a run may be sent on until the end is noticed', () => {
  const history = endedAfter(minuteMs).wait(sentOnMsMax);
  const last = history.ask();
  history.wait(minuteMs).step('received', last).step('deleted', last);
  expect(found(history.wait(drainedMsMax)).verdict).toBe('holds');
});

test('what is sent later is a loop without an end, whoever sends it', () => {
  const history = endedAfter(minuteMs).wait(sentOnMsMax + 1);
  const step = history.send(aHealStep(1), { queue: 'heal' });
  history.step('deleted', step, { queue: 'heal' });
  expect(found(history)).toMatchObject({
    verdict: 'violated',
    violations: [{ item: step, words: 'a HealStepDue was sent 85 s after the run was over' }],
  });
});

test('what is quarantined or dead is in nobody’s loop', () => {
  const history = endedAfter(minuteMs).wait(sentOnMsMax + minuteMs);
  history.send(null, { queue: 'quarantine' });
  history.send(aHealStep(1), { queue: 'dead-letters' });
  expect(found(history).verdict).toBe('holds');
});

test('a message that no queue gives up is found once every queue had the time to run dry', () => {
  const untilLater = (waitMs: number) => {
    const history = endedAfter(minuteMs);
    history.ask();
    return found(history.wait(waitMs));
  };
  expect(untilLater(drainedMsMax - 1)).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/^1 messages are still under way; the history ended/),
  });
  expect(untilLater(drainedMsMax).verdict).toBe('violated');
});

test('a queue is dry once its last message was delayed and handed out in vain', () => {
  // With the longest window a deployer may choose: five deliveries, 20 s in a batch, 140 s hidden.
  expect(drainedMsMax).toBe(sentOnMsMax + 900_000 + 5 * (20_000 + 140_000));
});

test('a message that died is gone from the queue', () => {
  const history = endedAfter(minuteMs);
  const asked = history.ask();
  expect(found(history.step('dead', asked).wait(drainedMsMax)).verdict).toBe('holds');
});

test('a run that nobody ends is over when its own time is up', () => {
  const { endsAtMs } = someSettings();
  const history = aHistory();
  history.wait(endsAtMs + sentOnMsMax + 1 - history.atMs).ask();
  expect(found(history).verdict).toBe('violated');
});
