// The `aws` command and boto3, of today and older, on `rebootstorm local`; and every command that
// docs/local-endpoint.md shows.
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type RunningEndpoint, startEndpointCommand } from '#testing/cli/endpoint-command.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { runBounded, tailOf } from '../engines/bounded-command.ts';
import { awsEnvironment, loopbackEnvironment } from '../engines/loopback-environment.ts';
import { type ClientSet, installClients } from './python-clients.ts';

/** An installation from nothing included. */
const limitMs = 900_000;
const commandLimitSeconds = 120;

/** The commands in a document's blocks of shell that a client answers. */
function shownCommands(path: string): string[] {
  const blocks = readFileSync(path, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm);
  const lines = [...blocks].flatMap(([, block = '']) => block.split('\n'));
  return lines.filter((line) => line.startsWith('aws '));
}

describeIfPresent('python3', 'the clients of AWS on the local endpoint', () => {
  let local: RunningEndpoint;
  const bins: Partial<Record<ClientSet, string>> = {};

  beforeAll(async () => {
    bins.today = await installClients('today');
    bins.older = await installClients('older');
    local = await startEndpointCommand('--speed', 'waiting', '--faults', 'none');
  }, limitMs);

  afterAll(() => local?.stop());

  /** Runs a program of a client; what it said is in the error if it failed. */
  async function run(set: ClientSet, command: string, args: readonly string[]): Promise<string> {
    const logFile = resolve('.engines', `aws-clients-${set}`, 'command.log');
    const bin = bins[set] ?? '';
    const environment = loopbackEnvironment(process.env, {
      ...awsEnvironment(local.endpoint),
      PATH: [bin, process.env.PATH].join(delimiter),
    });
    const order = { command, args, directory: resolve('.'), environment, logFile };
    const end = await runBounded(order, commandLimitSeconds);
    const said = tailOf(logFile, 1_000);
    if (end.kind === 'ended' && end.exit === 0) return said;
    throw new Error(`${args.join(' ')} failed: ${said}`);
  }

  test.each(['today', 'older'] as const)('boto3 of %s gets the right answers', async (set) => {
    const script = resolve('infra-tests', 'endpoint', 'every_service.py');
    const said = await run(set, join(bins[set] ?? '', 'python'), [script]);
    expect(said).toContain('every answer is right');
  });

  const shown = shownCommands('docs/local-endpoint.md');

  test('the document shows commands', () => {
    expect(shown.length).toBeGreaterThan(10);
  });

  test.each(shown)('%s', async (line) => {
    await run('today', 'sh', ['-c', line]);
  });

  test('what it does not have is refused by name on the command line, too', async () => {
    await expect(run('today', 'sh', ['-c', 'aws ssm get-parameter --name x'])).rejects.toThrow(
      'does not support the service AmazonSSM',
    );
  });
});
