// Runs the example in Python as a user would: a virtual environment with pandas and matplotlib.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { commandEntry, pinnedNode } from '#testing/cli/child-command.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { ensureInstalled } from './engines/engine-installation.ts';
import { findPython } from './engines/python-interpreter.ts';
import { venvSteps } from './engines/python-venv.ts';

/** An installation from nothing included. */
const limitMs = 900_000;

const pins = ['pandas==3.1.1', 'matplotlib==3.11.2'];

describeIfPresent('python3', 'the example in Python', () => {
  const directory = resolve('.engines', 'python-example');
  const folder = mkdtempSync(join(tmpdir(), 'python-example-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(async () => {
    const python = findPython('the example in Python', [3, 11], [3, 14]);
    await ensureInstalled(
      {
        name: 'python-example',
        directory,
        pins: [...pins, python],
        steps: venvSteps(directory, python, {
          what: pins.join(', '),
          args: pins,
          limitSeconds: 480,
          venvLimitSeconds: 480,
        }),
      },
      (line) => void process.stderr.write(`${line}\n`),
    );
  }, limitMs);

  test('a sweep by the command line is read with pandas and plotted', () => {
    const picture = join(folder, 'picture.png');
    const python = join(directory, 'venv', 'bin', 'python');
    const { status, stdout, stderr } = spawnSync(python, ['examples/plot_sweep.py', picture], {
      encoding: 'utf8',
      timeout: limitMs,
      env: { ...process.env, REBOOTSTORM: `${pinnedNode} ${commandEntry}` },
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    // Two policies with five leases.
    expect(stdout.match(/^ *(legacy-2007|resilient) /gm)).toHaveLength(10);
    const signature = [0x89, 0x50, 0x4e, 0x47];
    expect([...readFileSync(picture).subarray(0, 4)]).toEqual(signature);
  });
});
