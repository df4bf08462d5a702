// moto's own tests, from its source package on PyPI, against the local cloud over HTTP. Some of
// them are marked as verified on AWS itself; the others say what moto's people believe of it.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailedError, runBounded } from '../engines/bounded-command.ts';
import { ensureInstalled } from '../engines/engine-installation.ts';
import { awsEnvironment, loopbackEnvironment } from '../engines/loopback-environment.ts';
import { findPython } from '../engines/python-interpreter.ts';
import { type PeerSuiteResult, readPeerLines, suiteResult } from './peer-results.ts';
import { startPeerServer } from './peer-server.ts';

const VERSION = '5.2.5';

/** The two parts of the suite, as the page has them. */
export const MOTO_SUITES = ['moto, verified on AWS', 'moto, others'] as const;

/** The package cannot be had here: no network, no registry, or no Python for it. */
export class PeerUnavailableError extends Error {
  override readonly name = 'PeerUnavailableError';
}

/**
 * Installs what is missing and runs the suite.
 * @throws {PeerUnavailableError} the package cannot be had
 * @throws {CommandFailedError} pytest did not come to its end
 */
export async function runMoto(
  projectDirectory: string,
  say: (line: string) => void,
): Promise<PeerSuiteResult[]> {
  const directory = join(projectDirectory, '.engines', 'moto');
  await install(directory, say);
  const server = await startPeerServer();
  try {
    const lines = readPeerLines(await runPytest(projectDirectory, directory, server.endpoint));
    const [verified, others] = MOTO_SUITES;
    return [
      suiteResult(
        verified,
        VERSION,
        lines.filter(({ verified: isVerified }) => isVerified),
      ),
      suiteResult(
        others,
        VERSION,
        lines.filter(({ verified: isVerified }) => !isVerified),
      ),
    ];
  } finally {
    await server.stop();
  }
}

async function install(directory: string, say: (line: string) => void): Promise<void> {
  const pip = join(directory, 'venv', 'bin', 'pip');
  const source = `moto-${VERSION}`;
  try {
    const python = findPython('moto', [3, 10], [3, 14]);
    await ensureInstalled(
      {
        name: 'moto',
        directory,
        pins: [`moto==${VERSION}`, ...REQUIREMENTS, python],
        steps: [
          step('making a virtual environment', python, ['-m', 'venv', 'venv']),
          step(`installing moto ${VERSION} and what its tests need`, pip, [
            'install',
            '--quiet',
            '--disable-pip-version-check',
            `moto[dynamodb,sqs]==${VERSION}`,
            ...REQUIREMENTS,
          ]),
          step('getting its source package, which has the tests', pip, [
            'download',
            '--quiet',
            '--no-deps',
            '--no-binary',
            ':all:',
            '--no-build-isolation',
            `moto==${VERSION}`,
          ]),
          step('unpacking it', 'tar', ['xzf', `${source}.tar.gz`]),
        ],
      },
      say,
    );
  } catch (error) {
    throw new PeerUnavailableError(`moto ${VERSION} cannot be had: ${String(error)}`, {
      cause: error,
    });
  }
}

const step = (says: string, command: string, args: readonly string[]) => ({
  says,
  command,
  args,
  limitSeconds: 180,
});

/** Pinned, so that a run depends on nothing but its pins. */
const REQUIREMENTS = ['pytest==9.2.0', 'freezegun==1.5.5', 'setuptools==80.9.0', 'wheel==0.48.0'];

/** Only files whose tests go through a client; the others test moto's own modules. */
const TESTS = [
  'tests/test_sqs/test_sqs.py',
  'tests/test_sqs/test_sqs_message_attributes.py',
  'tests/test_dynamodb',
];

const NO_CLIENT = [
  'models',
  'test_dynamodb_executor.py',
  'test_dynamodb_expression_tokenizer.py',
  'test_dynamodb_expressions.py',
  'test_dynamodb_validation.py',
  'test_dynamodb_cloudformation.py',
  'test_dynamodb_utils.py',
  'test_server.py',
];

async function runPytest(
  projectDirectory: string,
  directory: string,
  endpoint: string,
): Promise<string> {
  const outcomes = join(directory, 'outcomes.jsonl');
  rmSync(outcomes, { force: true });
  const ignored = NO_CLIENT.map((name) => `--ignore=tests/test_dynamodb/${name}`);
  const end = await runBounded(
    {
      command: join(directory, 'venv', 'bin', 'python'),
      args: [
        '-m',
        'pytest',
        '-q',
        '--color=no',
        '-p',
        'no:cacheprovider',
        '-p',
        'peer_outcomes',
        '--tb=short',
        ...ignored,
        ...TESTS,
      ],
      directory: join(directory, `moto-${VERSION}`),
      environment: loopbackEnvironment(process.env, {
        ...awsEnvironment(endpoint),
        TEST_SERVER_MODE: 'true',
        TEST_SERVER_MODE_ENDPOINT: endpoint,
        PEER_ENDPOINT: endpoint,
        PEER_OUTCOMES: outcomes,
        PYTHONPATH: join(projectDirectory, 'infra-tests', 'peers'),
      }),
      logFile: join(directory, 'pytest.log'),
    },
    RUN_LIMIT_SECONDS,
  );
  // Its exit code says that tests failed, which many do; without outcomes nothing was run.
  if (end.kind === 'ended' && existsSync(outcomes)) return readFileSync(outcomes, 'utf8');
  throw new CommandFailedError(`pytest did not come to its end; see ${directory}/pytest.log`);
}

const RUN_LIMIT_SECONDS = 400;
