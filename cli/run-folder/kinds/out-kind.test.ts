import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'out-kind-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--nodes', '60'];
const commands = {
  sweep: ['sweep', 'drill', ...small, '--policy', 'resilient'],
  effects: ['effects', 'drill', ...small, '--seeds', '1'],
  otherEffects: ['effects', 'supernode-loss', ...small, '--seeds', '1'],
  cost: ['cost', 'drill', ...small, '--policy', 'resilient', '--vary', 'memoryMb=128'],
  months: ['months', '--month', '2004-06', '--nodes', '200', '--policy', 'resilient'],
  stations: ['sweep', 'one-retry', '--vary', 'clients.retries=0'],
};
type Command = keyof typeof commands;
const all = Object.keys(commands) as Command[];
const inFolder = (command: Command, out: string) =>
  runCommand([...commands[command], '--out', out]);

/** Every file below a folder, with its content. */
function contentOf(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file, readFileSync(file, 'latin1')]),
  );
}

/** Expects that a command refuses the folder, and leaves it as it is. */
async function refused(command: Command, out: string, what: RegExp): Promise<void> {
  const home = command === 'months' ? join(out, 'patch-tuesdays') : out;
  const before = contentOf(home);
  const { exitCode, stdout, stderr } = await inFolder(command, out);
  expect({ command, exitCode, stdout }).toEqual({ command, exitCode: exitCodes.usage, stdout: '' });
  expect(stderr).toMatch(what);
  expect(stderr).toMatch(/^error: .* Nothing was run, .* Name a folder with --out that is new, /);
  expect(contentOf(home)).toEqual(before);
}

test.each(all)('%s writes over nobody else’s file', async (command) => {
  const home = command === 'months' ? join(folder, 'patch-tuesdays') : folder;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'report.html'), 'mine');
  await refused(command, folder, /^error: \S+ has report\.html\. /);
});

test('the folder of a run is refused', async () => {
  await runCommand(['run', 'drill', ...small, '--policy', 'resilient', '--out', folder]);
  const latest = join(folder, 'latest');
  for (const command of ['sweep', 'effects', 'cost', 'stations'] as const)
    await refused(command, latest, /latest is the folder of a run\. /);
}, 60_000);

test('a folder of another kind is refused, and one of the same kind is gone on with', async () => {
  const at = (command: Command) => join(folder, command);
  const [sweep, stations] = [at('sweep'), at('stations')];
  for (const command of ['sweep', 'stations', 'effects', 'cost', 'months'] as const) {
    mkdirSync(at(command));
    expect([0, 1]).toContain((await inFolder(command, at(command))).exitCode);
    expect([0, 1]).toContain((await inFolder(command, at(command))).exitCode);
  }
  const otherAxes = ['--vary', 'sizes.headroom=1,2', '--out', sweep];
  const wider = await runCommand([...commands.sweep, ...otherAxes]);
  expect([0, 1]).toContain(wider.exitCode);
  const refusals = async () => {
    await refused('sweep', stations, /stations is a folder of a sweep of stations\. /);
    await refused('stations', sweep, /sweep is a folder of a sweep\. /);
    await refused('effects', sweep, /sweep is a folder of a sweep\. /);
    await refused('cost', at('effects'), /effects is a folder of effects of drill\. /);
    await refused('sweep', at('cost'), /cost is a folder of costs of drill\. /);
    await refused(
      'otherEffects',
      at('effects'),
      /a folder of effects of drill\. .* of supernode-loss\.$/m,
    );
  };
  await refusals();
  // Folders of an earlier version have no file that says their kind.
  for (const command of ['sweep', 'stations', 'effects', 'cost'] as const)
    rmSync(join(at(command), 'folder.json'));
  await refusals();
  for (const name of ['points.csv', 'points.json', 'report.html', 'columns.csv', 'inputs'])
    rmSync(join(sweep, name), { recursive: true, force: true });
  const resumed = await inFolder('sweep', sweep);
  expect(resumed.stderr).toMatch(/1 of them done already/);
}, 120_000);
