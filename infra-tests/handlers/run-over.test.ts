// Every loop of messages ends with its run: what waits for a later time is not sent on, and the
// state machine's functions send nothing in its name.
import { finishRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { ControlEvent } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { dispatchCell } from '#functions/dispatch-cell.ts';
import { observe } from '#functions/observe.ts';
import type { StormProgress } from '#functions/storm-progress.ts';
import {
  aHealStep,
  aNight,
  aRestart,
  aStorm,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, throttle } from './control-plane.ts';
import { aSignedLogin } from './login/signed-login.ts';

const laterMs = noonMs + 2 * hourMs;
const endsAtMs = noonMs + 30 * minuteMs;

const early: readonly (readonly [QueueName, ControlEvent])[] = [
  ['membership', aRestart({ dueAtMs: laterMs })],
  ['login', aSignedLogin({ dueAtMs: laterMs })],
  ['heal', aHealStep(0, laterMs)],
];

const nights = [aNight({ threeAmUtcMs: noonMs, restartShare: 1 })];

/** One client that waits, at a supernode that has not reported for long. */
const aPlane = () =>
  aControlPlane(
    [aSupernodesNode(), aWaitingNode()],
    [aSupernode({ leaseUntilMs: noonMs + minuteMs })],
    { settings: someSettings({ endsAtMs, storm: aStorm({ nights }) }) },
  );

const finished = async () => {
  const plane = await aPlane();
  await finishRun(openTable(plane.runtime), plane.settings.runId);
  return plane;
};

const overdue = async () => {
  const plane = await aPlane();
  await plane.wait(30 * minuteMs + 1);
  return plane;
};

function takeAllSent(plane: ControlPlane): ControlEvent[] {
  return (['membership', 'login', 'heal'] as const).flatMap((queue) => plane.takeSent(queue));
}

describe.each([
  ['that was finished', finished],
  ['whose time is up', overdue],
])('of a run %s', (_how, endedPlane) => {
  test.each(early)('what the %s queue brings too early is not sent on', async (queue, event) => {
    const plane = await endedPlane();
    expect(await plane.deliver(queue, event)).toEqual({ failed: [] });
    expect(takeAllSent(plane)).toEqual([]);
    expect(plane.takeQuarantined()).toEqual([]);
  });

  test('a wave restarts nobody', async () => {
    const plane = await endedPlane();
    expect(await dispatchCell(plane.runtime)({ ...here, waveIndex: 0 })).toEqual({ eventCount: 0 });
    expect(takeAllSent(plane)).toEqual([]);
  });

  test('an observation repairs nothing, and is the last', async () => {
    const plane = await endedPlane();
    expect(await observe(plane.runtime)(progress)).toEqual({
      ...progress,
      next: 'report',
      outcome: 'timed-out',
    });
    expect(takeAllSent(plane)).toEqual([]);
  });
});

const progress: StormProgress = {
  runId: here.runId,
  cells: [here.cell],
  waveIndex: 0,
  observeSeconds: 600,
  next: 'wave',
  waveAt: new Date(noonMs).toISOString(),
};

describe('of a run that goes on', () => {
  test.each(early)('what the %s queue brings too early is sent on', async (queue, event) => {
    const plane = await aPlane();
    await plane.deliver(queue, event);
    expect(takeAllSent(plane)).toEqual([event]);
  });

  test('a wave restarts who is due, and an observation repairs what was lost', async () => {
    const plane = await aPlane();
    expect(await dispatchCell(plane.runtime)({ ...here, waveIndex: 0 })).toEqual({ eventCount: 2 });
    expect(takeAllSent(plane)).toHaveLength(2);
    await observe(plane.runtime)(progress);
    const repairs = takeAllSent(plane).map(({ type }) => type);
    expect(repairs).toEqual(['LeaseRenewed', 'HealStepDue']);
  });

  test('who cannot read whether it does brings the message again', async () => {
    const plane = await aPlane();
    plane.interfere = throttle('BatchGetItem', 1);
    const [queue, event] = early[0] ?? ['membership', aRestart()];
    const { failed } = await plane.deliver(queue, event);
    expect(failed).toHaveLength(1);
    expect(takeAllSent(plane)).toEqual([]);
    expect(await plane.deliver(queue, event)).toEqual({ failed: [] });
    expect(takeAllSent(plane)).toEqual([event]);
  });
});
