import { App } from 'aws-cdk-lib';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { ContextError } from './context-error.ts';
import { stacksOfApp } from './stacks-of-app.ts';

try {
  for (const stack of stacksOfApp(new App(), Date.now())) acknowledgeFindings(stack);
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  // The words say all: where in this program they were said helps nobody.
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
