// Runs AWS's linter of CloudFormation templates, which is a package of PyPI.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailedError, runBounded } from '../engines/bounded-command.ts';
import { ensureInstalled } from '../engines/engine-installation.ts';
import { loopbackEnvironment } from '../engines/loopback-environment.ts';
import { findPython } from '../engines/python-interpreter.ts';
import { venvSteps } from '../engines/python-venv.ts';

/** It and what it asks for. */
const PINS = [
  'cfn-lint==1.58.0',
  'jsonpatch==1.48',
  'jsonpointer==3.12',
  'mpmath==1.3.0',
  'networkx==3.7',
  'PyYAML==6.0.4',
  'regex==2026.11.19',
  'sympy==1.14.0',
  'typing_extensions==4.16.0',
];

/** The linter cannot be had here: no Python, no network, no registry. */
export class LinterUnavailableError extends Error {
  override readonly name = 'LinterUnavailableError';
}

/** What the linter found in a template, as far as it is told here. */
export interface LintFinding {
  /** Its rule, such as `E3002`. */
  readonly rule: string;
  readonly message: string;
}

/** A linter that is installed: what it finds in a template at a path. */
export type CfnLint = (path: string) => Promise<LintFinding[]>;

/**
 * Installs the linter if it is not there.
 * @throws {LinterUnavailableError} it cannot be had here
 */
export async function cfnLint(
  projectDirectory: string,
  say: (line: string) => void,
): Promise<CfnLint> {
  const directory = join(projectDirectory, '.engines', 'cfn-lint');
  try {
    const python = findPython('cfn-lint', [3, 11], [3, 14]);
    await install(directory, python, say);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LinterUnavailableError(reason, { cause: error });
  }
  return (path) => lint(directory, path);
}

async function install(
  directory: string,
  python: string,
  say: (line: string) => void,
): Promise<void> {
  await ensureInstalled(
    {
      name: 'cfn-lint',
      directory,
      pins: [...PINS, python],
      steps: venvSteps(directory, python, {
        what: 'cfn-lint',
        args: ['--disable-pip-version-check', '--no-deps', ...PINS],
        limitSeconds: 300,
      }),
    },
    say,
  );
}

async function lint(directory: string, path: string): Promise<LintFinding[]> {
  const logFile = join(directory, 'findings.json');
  rmSync(logFile, { force: true });
  const end = await runBounded(
    {
      command: join(directory, 'venv', 'bin', 'cfn-lint'),
      args: ['--format', 'json', '--include-checks', 'I', '--', path],
      directory,
      environment: loopbackEnvironment(process.env, {}),
      logFile,
    },
    240,
  );
  const said = readFileSync(logFile, 'utf8');
  if (end.kind === 'timed-out' || !said.startsWith('['))
    throw new CommandFailedError(`cfn-lint did not come to its end; see ${logFile}`);
  const found = JSON.parse(said) as { Rule: { Id: string }; Message: string }[];
  return found.map(({ Rule, Message }) => ({ rule: Rule.Id, message: Message }));
}
