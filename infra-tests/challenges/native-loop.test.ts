import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The engine counts no step inside one of its own functions, so that only time ends it. */
test('a loop inside one function of the engine ends with its thread', async () => {
  const script = 'infra-tests/challenges/end-native-loop.ts';
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('handler.mjs: its handler has not answered for 1 s.\n');
}, 120_000);
