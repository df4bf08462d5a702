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

const step = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), delayMs: fc.nat(30_000) }),
  fc.record({ kind: fc.constant('receive' as const), limit: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ kind: fc.constant('delete' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('hide' as const), pick: fc.nat(), forMs: fc.nat(20_000) }),
  fc.record({ kind: fc.constant('pass' as const), durationMs: fc.nat(15_000) }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Subject = ReturnType<typeof aQueue> & { handles: string[]; sentCount: number };

async function take(each: Step, subject: Subject): Promise<void> {
  const { clock, queue, handles } = subject;
  const handle = 'pick' in each ? handles[each.pick % handles.length] : undefined;
  switch (each.kind) {
    case 'send': {
      const messageId = `m${subject.sentCount}`;
      subject.sentCount += 1;
      queue.send(readContent({ MessageBody: messageId }), { messageId, delayMs: each.delayMs });
      return;
    }
    case 'receive': {
      const received = queue.receive({ limit: each.limit, visibilityMs: 10_000 });
      handles.push(...received.map(({ receiptHandle }) => receiptHandle));
      return;
    }
    case 'delete':
      if (handle !== undefined) expect(queue.delete(handle)).toBe(true);
      return;
    case 'hide':
      if (handle !== undefined) queue.changeVisibility(handle, each.forMs);
      return;
    case 'pass':
      await clock.run({ untilMs: clock.nowMs() + each.durationMs });
  }
}

test('whatever is done to a queue, every message is in exactly one place', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
    const subject: Subject = { ...aQueue(), handles: [], sentCount: 0 };
    const { clock, queue } = subject;
    for (const each of steps) {
      await take(each, subject);
      const { visible, delayed, inFlight } = queue.counts();
      expect(visible + delayed + inFlight).toBe(queue.bodies().length);
      expect(Math.min(visible, delayed, inFlight)).toBeGreaterThanOrEqual(0);
    }
    // At the end every message that was not deleted is visible, and can be received once.
    await clock.run({ untilMs: clock.nowMs() + 60_000 });
    const remaining = queue.bodies().sort();
    expect(queue.counts()).toEqual({ visible: remaining.length, delayed: 0, inFlight: 0 });
    const received = queue.receive({ limit: 1_000, visibilityMs: 10_000 });
    expect(received.map(({ message }) => message.body).sort()).toEqual(remaining);
  });
  await fc.assert(property, { numRuns: 100 });
});
