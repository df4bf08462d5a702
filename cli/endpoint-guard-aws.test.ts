// Tries to make each command send something to AWS that nobody has confirmed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attackedCommands } from '#testing/cli/attacked-commands.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { observeNetwork } from '#testing/cli/network-observer.ts';
import { exitCodes } from './exit-codes.ts';

let folder: string;
let watch: ReturnType<typeof observeNetwork>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-guard-'));
  watch = observeNetwork(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Keys and a region, and no endpoint: whatever is sent goes to AWS, and the watch refuses it. */
const onAws = () => ({
  ...watch.env,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PROFILE: '',
  AWS_ENDPOINT_URL: '',
  AWS_REGION: 'us-east-1',
  AWS_MAX_ATTEMPTS: '1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

const aws = ['--target', 'aws'];
const operating = Object.entries(attackedCommands).filter(
  ([, { operates, mayAskAws }]) => operates || mayAskAws,
);

test.each(operating)('%s --target aws sends nothing without a confirmation', async (_name, one) => {
  const { exitCode, stderr } = await runCommand([...one.words, ...aws], { env: onAws() });
  expect({ exitCode, stderr }).toEqual({
    exitCode: exitCodes.refused,
    stderr: expect.stringContaining('there is no terminal to confirm at'),
  });
  const { left, stayed, watching } = watch.seen();
  expect({ left, stayed }).toEqual({ left: [], stayed: [] });
  expect(watching.length).toBeGreaterThan(0);
});

test.each(operating)('%s --target aws, confirmed, asks STS first', async (_name, { words }) => {
  const confirmed = [...words, ...aws, '--yes', '--max-cost', '9'];
  const { exitCode } = await runCommand(confirmed, { env: onAws() });
  expect(exitCode).not.toBe(exitCodes.asExpected);
  const { left, stayed } = watch.seen();
  expect([...new Set(left)]).toEqual(['LEFT connect sts.us-east-1.amazonaws.com:443']);
  expect(stayed).toEqual([]);
});
