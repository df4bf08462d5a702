// ElasticMQ, an implementation of SQS in its own right: jars from Maven Central, under Java.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, EngineError } from './engine.ts';
import { ensureInstalled, type Installation } from './engine-installation.ts';
import { startServer } from './engine-server.ts';

/** The version that is fetched and started. */
export const ELASTICMQ_VERSION = '1.6.14';

/**
 * ElasticMQ under `.engines/elasticmq/`, for SQS alone; its queues are in memory.
 */
export function elasticMq(projectDirectory: string, say: (line: string) => void): Engine {
  const directory = join(projectDirectory, '.engines', 'elasticmq');
  return {
    name: 'ElasticMQ',
    async start() {
      refuseWithout('java', 'default-jre-headless');
      refuseWithout('mvn', 'maven');
      const installSeconds = await ensureInstalled(installationIn(directory), say);
      return startServer({
        name: 'ElasticMQ',
        directory,
        installSeconds,
        command: (port, runDirectory) => {
          const settings = join(runDirectory, 'elasticmq.conf');
          writeFileSync(settings, settingsFor(port));
          return {
            command: 'java',
            args: [
              '-Xmx256m',
              `-Djava.io.tmpdir=${runDirectory}`,
              `-Dconfig.file=${settings}`,
              '-cp',
              join(directory, 'jars', '*'),
              'org.elasticmq.server.Main',
            ],
            environment: {},
          };
        },
        healthPath: '/health',
        startLimitSeconds: 60,
        graceSeconds: 5,
      });
    },
  };
}

function installationIn(directory: string): Installation {
  const project = projectText();
  return {
    name: 'ElasticMQ',
    directory,
    pins: [project],
    prepare: (fresh) => {
      mkdirSync(fresh, { recursive: true });
      writeFileSync(join(fresh, 'pom.xml'), project);
    },
    steps: [
      {
        says: `fetching ElasticMQ ${ELASTICMQ_VERSION} and what it stands on with Maven`,
        command: 'mvn',
        args: [
          '--quiet',
          '--batch-mode',
          `-Dmaven.repo.local=${join(directory, 'repository')}`,
          'dependency:copy-dependencies',
          '-DoutputDirectory=jars',
        ],
        limitSeconds: 300,
      },
    ],
  };
}

/** A Maven project that is nothing but its one dependency. */
function projectText(): string {
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>rebootstorm</groupId>
  <artifactId>elasticmq</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.elasticmq</groupId>
      <artifactId>elasticmq-server_2.13</artifactId>
      <version>${ELASTICMQ_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
}

/** Queue URLs carry the address, so it has to be the one that clients are notified. */
function settingsFor(port: number): string {
  return `
include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = ${port}, context-path = "" }
rest-sqs { enabled = true, bind-port = ${port}, bind-hostname = "127.0.0.1", sqs-limits = strict }
rest-stats { enabled = false }
generate-node-address = false
queues {}
aws { region = us-east-1, accountId = 000000000000 }
`;
}

function refuseWithout(program: string, debianPackage: string): void {
  if (spawnSync(program, ['-version'], { timeout: 20_000 }).status === 0) return;
  throw new EngineError(
    `ElasticMQ needs \`${program}\`, and there is none on PATH; install it, e.g. ` +
      `\`apt-get install ${debianPackage}\``,
  );
}
