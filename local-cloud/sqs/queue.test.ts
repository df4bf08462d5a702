import fc from 'fast-check';
import { VirtualClock } from '../clock.ts';
import { FAULTS_NONE, FaultInjector } from '../faults.ts';
import { MeterBook } from '../meters.ts';
import { seededRandom } from '../seeded-random.ts';
import { readContent } from './message.ts';
import { Queue } from './queue.ts';
import { readQueueSettings } from './queue-settings.ts';

function aQueue() {
  const clock = new VirtualClock(0);
  const meters = new MeterBook();
  const faults = new FaultInjector({ plan: FAULTS_NONE, random: seededRandom(1), meters });
  const settings = readQueueSettings({ VisibilityTimeout: 10 });
  const redrive = () => false;
  const onExpired = () => {};
  const identity = { name: 'work', arn: 'arn', url: 'url' };
  const queue = new Queue({ ...identity, settings, clock, faults, redrive, onExpired });
  return { clock, queue };
}

test('whatever is sent, received, deleted and hidden, every message is in exactly one place', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), delayMs: fc.integer({ min: 0, max: 30_000 }) }),
    fc.record({ kind: fc.constant('receive' as const), limit: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ kind: fc.constant('delete' as const), pick: fc.nat() }),
    fc.record({ kind: fc.constant('hide' as const), pick: fc.nat(), forMs: fc.nat(20_000) }),
    fc.record({ kind: fc.constant('pass' as const), durationMs: fc.nat(15_000) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { clock, queue } = aQueue();
      const handles: string[] = [];
      let noticedCount = 0;
      let sentCount = 0;
      queue.onVisible(() => {
        noticedCount += 1;
      });
      for (const each of steps) {
        const handle = 'pick' in each ? handles[each.pick % handles.length] : undefined;
        if (each.kind === 'send') {
          const content = readContent({ MessageBody: `m${sentCount}` });
          queue.send(content, { messageId: `m${sentCount}`, delayMs: each.delayMs });
          sentCount += 1;
        } else if (each.kind === 'receive') {
          const received = queue.receive({ limit: each.limit, visibilityMs: 10_000 });
          handles.push(...received.map(({ receiptHandle }) => receiptHandle));
        } else if (each.kind === 'delete' && handle !== undefined) {
          expect(queue.delete(handle)).toBe(true);
        } else if (each.kind === 'hide' && handle !== undefined) {
          expect(queue.changeVisibility(handle, each.forMs)).not.toBe('invalid-handle');
        } else if (each.kind === 'pass') {
          await clock.run({ untilMs: clock.nowMs() + each.durationMs });
        }
        const { visible, delayed, inFlight } = queue.counts();
        expect(visible + delayed + inFlight).toBe(queue.bodies().length);
        expect(Math.min(visible, delayed, inFlight)).toBeGreaterThanOrEqual(0);
      }
      // In the end all that was not deleted is visible, and can be received once.
      await clock.run({ untilMs: clock.nowMs() + 60_000 });
      const remaining = queue.bodies().sort();
      expect(queue.counts()).toEqual({ visible: remaining.length, delayed: 0, inFlight: 0 });
      const received = queue.receive({ limit: 1_000, visibilityMs: 10_000 });
      expect(received.map(({ message }) => message.body).sort()).toEqual(remaining);
      expect(noticedCount).toBeGreaterThanOrEqual(remaining.length);
    }),
    { numRuns: 100 },
  );
});
