import { App } from 'aws-cdk-lib';
import { ContextError, configurationIn } from './configuration-in-context.ts';
import { RebootstormStack } from './rebootstorm-stack.ts';

const app = new App();
try {
  new RebootstormStack(app, 'Rebootstorm', {
    description:
      'The control plane of the August 2007 network: queues, functions, table, reboot storms',
    configuration: configurationIn(app.node.getAllContext()),
  });
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  // The words say all: where in this program they were said helps nobody.
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
