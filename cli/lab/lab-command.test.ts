// The command as a shell runs it.
import { createServer, type Server } from 'node:net';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { usualLabPort } from './usual-lab-port.ts';

function addressIn(stdout: string): URL {
  return new URL(/^The lab is at (\S+)$/m.exec(stdout)?.[1] ?? '');
}

test('it serves the page at the address that it says, until a signal comes', async () => {
  const { child, untilSaid, ended } = startCommand([commandEntry, 'lab', 'drill', '--port', '0']);
  let stdout = '';
  child.stdout?.on('data', (text: string) => {
    stdout += text;
  });
  await untilSaid('Ctrl-C ends it.');
  const address = addressIn(stdout);
  expect(address.hash).toMatch(/^#v=1&scenario=drill&policies=legacy-2007%2Cresilient&nodes=300/);
  const page = await fetch(address);
  expect(await page.text()).toContain('<title>The reboot storm lab</title>');
  const script = await fetch(new URL('./lab.js', address));
  expect(script.status).toBe(200);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: exitCodes.interrupted });
  await expect(fetch(address)).rejects.toThrow();
});

test('the line quit ends it', async () => {
  const outcome = await runCommand(['lab', '--port', '0'], { input: 'quit\n' });
  expect(outcome).toMatchObject({ exitCode: exitCodes.asExpected, stderr: 'Ctrl-C ends it.\n' });
});

describe('where a port is taken', () => {
  let holder: Server;

  /** Another process may have it already; then nothing needs to hold it. */
  beforeAll(async () => {
    holder = createServer();
    await new Promise<void>((resolve) => {
      holder.once('error', () => resolve());
      holder.listen(usualLabPort, '127.0.0.1', () => resolve());
    });
  });

  afterAll(() => new Promise<void>((resolve) => holder.close(() => resolve())));

  test('and it was not asked for, it takes any free one and says so', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['lab'], { input: 'quit\n' });
    expect(stderr).toContain(`note: port ${usualLabPort} is taken, so that any free one is used.`);
    expect(Number(addressIn(stdout).port)).not.toBe(usualLabPort);
    expect(exitCode).toBe(exitCodes.asExpected);
  });

  test('and it was asked for, the command is refused', async () => {
    const { stderr, exitCode } = await runCommand(['lab', '--port', String(usualLabPort)]);
    expect(stderr).toBe(
      `error: the lab cannot be served at port ${usualLabPort} (EADDRINUSE): take any free ` +
        'port with --port 0\n',
    );
    expect(exitCode).toBe(exitCodes.inUse);
  });
});
