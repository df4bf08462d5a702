// What the deployer calls the stack, from the context of the CDK: `-c rebootstorm:stack=ours`.
import { usualStackName } from '#domain/stack-names.ts';
import { ContextError } from './context-error.ts';

/** The context that names the stack. Several stacks can stand side by side under several names. */
export const stackNameContext = 'rebootstorm:stack';

/**
 * What CloudFormation takes, and the CDK: the name is the construct's id, too. It would take 128
 * characters, but the names of queues begin with it, and SQS takes 80 (control-queue.ts).
 */
const stackNamePattern = /^[A-Za-z][A-Za-z0-9-]{0,54}$/;

/** Reads the name of the stack. @throws {ContextError} for a name that no stack can have */
export function stackNameIn(context: Readonly<Record<string, unknown>>): string {
  const name = context[stackNameContext] ?? usualStackName;
  if (typeof name === 'string' && stackNamePattern.test(name)) return name;
  throw new ContextError(
    `${stackNameContext}=${String(name)} cannot be the name of a stack: it takes letters, digits ` +
      'and hyphens, begins with a letter, and has at most 55 characters.',
  );
}
