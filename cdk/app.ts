import { App, Tags } from 'aws-cdk-lib';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { configurationIn } from './configuration-in-context.ts';
import { ContextError } from './context-error.ts';
import { RebootstormStack } from './rebootstorm-stack.ts';
import { stackNameIn } from './stack-name-in-context.ts';

const app = new App();
try {
  const context = app.node.getAllContext();
  const name = stackNameIn(context);
  const stack = new RebootstormStack(app, name, {
    description:
      'The control plane of the August 2007 network: queues, functions, table, reboot storms',
    configuration: configurationIn(context),
  });
  // What a bill can be split by, where the account has turned these tags on for it.
  Tags.of(stack).add('project', 'rebootstorm');
  Tags.of(stack).add('stack', name);
  acknowledgeFindings(stack);
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  // The words say all: where in this program they were said helps nobody.
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
