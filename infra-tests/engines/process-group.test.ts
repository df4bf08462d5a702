import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, runBounded, tailOf } from './bounded-command.ts';
import { startProcessGroup } from './process-group.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'process-group-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function shell(script: string) {
  return {
    command: '/bin/sh',
    args: ['-c', script],
    environment: { PATH: process.env.PATH ?? '' },
    directory,
    logFile: join(directory, 'log.txt'),
  };
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    // A zombie that nobody has waited for yet still has an id.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function within(limitMs: number, isSo: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs && !isSo(); waitedMs += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return isSo();
}

async function idIn(name: string): Promise<number> {
  const file = join(directory, name);
  await within(3_000, () => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  return Number(readFileSync(file, 'utf8'));
}

test('a command that ends in time says how, and its output is in the log', async () => {
  const end = await runBounded(shell('echo out; echo err >&2; exit 4'), 10);

  expect(end).toMatchObject({ kind: 'ended', exit: 4 });
  expect(tailOf(join(directory, 'log.txt')).split('\n').sort()).toEqual(['err', 'out']);
});

test('a command that does not end is stopped at its limit, with its children', async () => {
  const end = await runBounded(shell('sleep 60 & echo $! > child; wait'), 0.5);

  expect(end.kind).toBe('timed-out');
  const child = await idIn('child');
  // Both were sent the signal at once; which of them the machine ends first is up to it.
  expect(await within(2_000, () => !isAlive(child))).toBe(true);
});

test('a command that has to succeed fails with the end of its log', async () => {
  await expect(mustRun('the step', shell('echo what happened; exit 1'), 10)).rejects.toThrow(
    /the step ended with 1[\s\S]*what happened/,
  );
});

test('stopping ends a program that ignores it, and a child that left the group', async () => {
  const stubborn = "trap '' TERM; setsid sleep 60 & echo $! > child; while :; do sleep 1; done";
  const group = startProcessGroup(shell(stubborn));
  const child = await idIn('child');
  await group.stop(200);

  expect(group.hasEnded()).toBe(true);
  expect(await within(1_000, () => !isAlive(child))).toBe(true);
});

test('a program does not outlive the process that started it, even a killed one', async () => {
  const starter = `
    import { startProcessGroup } from './infra-tests/engines/process-group.ts';
    const order = ${JSON.stringify(shell('echo $$ > program; exec sleep 60'))};
    startProcessGroup(order);
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', starter], {
    stdio: 'ignore',
  });
  const program = await idIn('program');
  expect(isAlive(program)).toBe(true);
  parent.kill('SIGKILL');

  expect(await within(8_000, () => !isAlive(program))).toBe(true);
}, 15_000);
