import { InvalidArgumentError, Option } from 'commander';
import { plainLine } from '#domain/plain-text.ts';
import { usualStackName } from '#domain/stack-names.ts';

/** `--stack`: which of the stacks on an engine to use. For every command that operates one. */
export function stackNameOption(): Option {
  return new Option('--stack <name>', 'the name of the deployed stack')
    .argParser(stackName)
    .default(usualStackName);
}

/** Names a stack in a command to copy; empty for the usual one. */
export function stackFlag(stack: string): string {
  return stack === usualStackName ? '' : ` --stack ${plainLine(stack)}`;
}

/** CloudFormation's own rule (API reference, CreateStack, StackName). */
const stackNamePattern = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

function stackName(text: string): string {
  if (stackNamePattern.test(text)) return text;
  throw new InvalidArgumentError(
    'It takes the name of a stack: letters, digits and hyphens, a letter first, at most 128.',
  );
}
