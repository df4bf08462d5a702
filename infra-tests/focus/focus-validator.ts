// Runs the FinOps Foundation's validator of FOCUS on a file. Its package from PyPI has the rules of
// FOCUS 1.2, so a validation needs no network.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailedError, runBounded } from '../engines/bounded-command.ts';
import { ensureInstalled } from '../engines/engine-installation.ts';
import { loopbackEnvironment } from '../engines/loopback-environment.ts';
import { findPython } from '../engines/python-interpreter.ts';
import { venvSteps } from '../engines/python-venv.ts';

const VERSION = '2.2.1';

/** The version of the rules in the package. */
const RULES = '1.2.0.1';

/**
 * Its dependencies, pinned. It asks for numpy below 2, but its other dependencies no longer work
 * with that; numpy 2 works. Dependencies that it never loads are left out.
 */
const REQUIREMENTS = [
  'annotated-types==0.8.0',
  'certifi==2026.10.19.post1',
  'charset-normalizer==3.5.3',
  'duckdb==1.5.6',
  'graphviz==0.21',
  'idna==3.20',
  'numpy==2.3.5',
  'pandas==2.3.3',
  'polars==1.44.2',
  'polars-runtime-32==1.44.2',
  'pyarrow==26.0.1',
  'pydantic==2.14.4',
  'pydantic_core==2.50.5',
  'python-dateutil==4.0.0',
  'pytz==2025.2',
  'PyYAML==6.0.4',
  'requests==2.34.2',
  'sqlglot==27.29.0',
  'tabulate==0.10.0',
  'typing-inspection==0.4.5',
  'typing_extensions==4.16.0',
  'tzdata==2026.6',
  'urllib3==2.8.0',
];

/** The validator cannot be had here: no Python 3.12 or newer, no network, no registry. */
export class ValidatorUnavailableError extends Error {
  override readonly name = 'ValidatorUnavailableError';
}

/** A validator that is installed. */
export interface FocusValidator {
  /**
   * Validates a file.
   * @returns the failed rules, without those that failed because of another one, and the count of
   * rules that passed
   * @throws {CommandFailedError} it did not come to its end
   */
  validate(path: string): Promise<{ failed: string[]; passedCount: number }>;
}

/**
 * Installs the validator if it is not there.
 * @throws {ValidatorUnavailableError} it cannot be had here
 */
export async function focusValidator(
  projectDirectory: string,
  say: (line: string) => void,
): Promise<FocusValidator> {
  const directory = join(projectDirectory, '.engines', 'focus-validator');
  try {
    const python = findPython('focus-validator', [3, 12], [3, 14]);
    await install(directory, python, say);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ValidatorUnavailableError(reason, { cause: error });
  }
  return { validate: (path) => validate(directory, path) };
}

async function install(
  directory: string,
  python: string,
  say: (line: string) => void,
): Promise<void> {
  const pins = [`focus-validator==${VERSION}`, ...REQUIREMENTS];
  await ensureInstalled(
    {
      name: 'focus-validator',
      directory,
      pins: [...pins, python],
      steps: venvSteps(directory, python, {
        what: `focus-validator ${VERSION}`,
        args: ['--disable-pip-version-check', '--no-deps', ...pins],
        limitSeconds: 480,
      }),
    },
    say,
  );
}

async function validate(
  directory: string,
  path: string,
): Promise<{ failed: string[]; passedCount: number }> {
  const lib = join(directory, 'venv', 'lib');
  const [python = ''] = readdirSync(lib);
  const logFile = join(directory, 'validation.log');
  rmSync(logFile, { force: true });
  const end = await runBounded(
    {
      command: join(directory, 'venv', 'bin', 'focus-validator'),
      args: [
        '--data-file',
        path,
        '--validate-version',
        RULES,
        '--block-download',
        '--applicability-criteria',
        'ALL',
      ],
      // It looks for its list of currencies below the folder that it runs in.
      directory: join(lib, python, 'site-packages'),
      environment: loopbackEnvironment(process.env, {}),
      logFile,
    },
    240,
  );
  const said = readFileSync(logFile, 'utf8');
  const [, passed] = /^Total: \d+ \| Pass: (\d+) \| Fail: \d+/m.exec(said) ?? [];
  if (end.kind === 'timed-out' || passed === undefined)
    throw new CommandFailedError(`focus-validator did not come to its end; see ${logFile}`);
  return { failed: rootFailures(said), passedCount: Number(passed) };
}

/** Rules that failed, without those that only say that a rule below them failed. */
function rootFailures(said: string): string[] {
  return [...said.matchAll(/^❌ (\S+): FAIL (.*)$/gm)]
    .filter(([, , reason = '']) => !reason.includes('AND failed - failed child rules'))
    .map(([, rule = '']) => rule)
    .sort();
}
