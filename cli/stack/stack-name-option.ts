import { InvalidArgumentError, Option } from 'commander';
import { usualStackName } from '#domain/stack-names.ts';

/** `--stack`: which of the stacks on an engine to use. For every command that operates one. */
export function stackNameOption(): Option {
  return new Option('--stack <name>', 'the name of the deployed stack')
    .argParser(nonEmpty)
    .default(usualStackName);
}

function nonEmpty(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It takes the name of a stack.');
}
