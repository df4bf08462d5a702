import { sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import { ReceiveWaits } from './long-poll.ts';

test('a receive waits if it asks to, unless a message is there', () => {
  const { clock, queue } = sqsBench();
  const work = queue('work');
  const waits = new ReceiveWaits(clock);
  expect(waits.defer(work, 1, () => {})).toBe(true);
  expect(waits.defer(work, 0, () => {})).toBe(false);
  expect(waits.defer(work, undefined, () => {})).toBe(false);
});
