import { taskRetries } from '#domain/limits.ts';
import { TaskTries } from './task-tries.ts';

/** The waits before all tries of one task, in ms. */
function waits(tries: TaskTries): number[] {
  const taken: number[] = [];
  for (let waitMs = tries.take(); waitMs !== null; waitMs = tries.take()) taken.push(waitMs);
  return taken;
}

test('a task is tried as often as the state machine says, with waits that double', () => {
  const tries = new TaskTries();
  const all = waits(tries);
  expect(all).toHaveLength(taskRetries.attemptsMax);
  expect(all.slice(0, 3)).toEqual([2_000, 4_000, 8_000]);
  expect(tries.take()).toBeNull();
});

test('the next task has all its tries again', () => {
  const tries = new TaskTries();
  tries.take();
  tries.reset();
  expect(waits(tries)).toEqual(waits(new TaskTries()));
});
