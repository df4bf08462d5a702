// The time by which an operator's command acts: that of this machine, or that of an engine whose
// clock can be turned.
import { readEngineClock } from './account/engine-kind.ts';
import type { LoopbackEndpoint } from './loopback.ts';

/** A clock, and waits on it. */
export interface Clock {
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
}

/** A clock at a place, with its pace. */
export interface OperatorClock extends Clock {
  /** How many of its seconds pass each second; 0: none for now. */
  speed(): number;
}

/** The time of this machine. */
export const wallClock: OperatorClock = {
  nowMs: () => Date.now(),
  sleep: (durationMs) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, durationMs);
    }),
  speed: () => 1,
};

/** The engine's clock may be turned meanwhile, so it is read this often while somebody waits. */
const readEveryMs = 500;

/**
 * Opens the clock of an engine that says it has one; otherwise it is this machine's. Between two
 * waits its time is worked out from what it showed and from its pace.
 * @param onPaused called once, if no time passes there: at the start, or when somebody waits
 * @param wall the time of this machine; tests pass their own
 */
export async function openOperatorClock(
  at: Pick<LoopbackEndpoint, 'endpoint'>,
  onPaused: () => void,
  wall: OperatorClock = wallClock,
): Promise<OperatorClock> {
  const read = async () => {
    const shown = await readEngineClock(at);
    return shown && { ...shown, readAtMs: wall.nowMs() };
  };
  const first = await read();
  if (first === undefined) return wall;
  let last = first;
  let isTold = false;
  const tellIfPaused = () => {
    if (last.speed !== 0 || isTold) return;
    isTold = true;
    onPaused();
  };
  tellIfPaused();
  const nowMs = () => last.nowMs + (wall.nowMs() - last.readAtMs) * last.speed;
  const sleep = async (durationMs: number) => {
    const untilMs = nowMs() + durationMs;
    for (;;) {
      const shown = await read();
      // It has ended. The caller's next request fails, and says so.
      if (shown === undefined) return;
      last = shown;
      const leftMs = untilMs - nowMs();
      if (leftMs <= 0) return;
      tellIfPaused();
      await wall.sleep(last.speed === 0 ? readEveryMs : Math.min(leftMs / last.speed, readEveryMs));
    }
  };
  return { nowMs, sleep, speed: () => last.speed };
}
