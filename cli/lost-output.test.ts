import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandOutcome,
  commandEntry,
  pinnedNode,
  startCommand,
} from '#testing/cli/child-command.ts';
import { exitCodes } from './exit-codes.ts';

let out: string;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'rebootstorm-output-'));
});

afterEach(() => rmSync(out, { recursive: true, force: true }));

/**
 * Runs the command as a shell does with these redirections. `/dev/full` is a disk that is always
 * full.
 */
function redirected(redirections: string, ...words: string[]): Promise<CommandOutcome> {
  const script = `exec "$0" "$@" ${redirections}`;
  return startCommand(['-c', script, pinnedNode, commandEntry, ...words], { node: '/bin/sh' })
    .ended;
}

test('a result that does not fit on the disk is reported in one line, not as a fault', async () => {
  const words = ['run', 'drill', '--nodes', '40', '--policy', 'resilient', '--faults', 'none'];
  const { stderr, exitCode } = await redirected('> /dev/full', ...words, '--json', '--out', out);
  expect(exitCode).toBe(exitCodes.outputLost);
  expect(stderr).toMatch(/^error: the output cannot be written: ENOSPC.*$/m);
  expect(stderr).not.toContain('    at ');
});

test('help that cannot be written does not look like a good end', async () => {
  const { stderr, exitCode } = await redirected('> /dev/full', '--help');
  expect(exitCode).toBe(exitCodes.outputLost);
  expect(stderr).toMatch(/^error: the output cannot be written: ENOSPC.*\n$/);
});

test('where not even that can be said, the exit code alone says it', async () => {
  const { stdout, exitCode } = await redirected('> /dev/full 2> /dev/full', '--help');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.outputLost });
});

test.each([
  [['sweep', 'drill', '--nodes', '60', '--policy', 'resilient', '--out']],
  [['effects', 'drill', '--nodes', '60', '--out']],
  [['months', '--month', '2007-08', '--nodes', '60', '--out']],
  [['run', 'drill', '--nodes', '40', '--out']],
])('%j with a file in place of a folder says so in one line', async (words) => {
  const file = join(out, 'mine.json');
  writeFileSync(file, 'mine');
  const { stdout, stderr, exitCode } = await startCommand([commandEntry, ...words, file]).ended;
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.outputLost });
  expect(stderr).toMatch(/^error: --out .*mine\.json.* cannot be written to: .*\n$/m);
  expect(stderr).not.toContain('    at ');
});

test.each([
  ['policy', 'new', 'x.ts'],
  ['scenario', 'init', 'x.json'],
])(
  '%s %s below a folder that is not there is refused as a usage error',
  async (command, action, name) => {
    const path = join(out, 'nowhere', name);
    const { stderr, exitCode } = await startCommand([commandEntry, command, action, path]).ended;
    expect(exitCode).toBe(exitCodes.usage);
    expect(stderr).toMatch(/^error: .*: the folder of that path is not there\.\n$/);
  },
);
