import { Option } from 'commander';
import { oneOf } from './option-values.ts';

const formats = ['text', 'markdown', 'json'] as const;

/** How a command prints its result. */
export type OutputFormat = (typeof formats)[number];

/** `--format`, for every command that prints text, Markdown or JSON. */
export function formatOption(): Option {
  return new Option('--format <name>', formats.join(', '))
    .argParser((text) => oneOf('format', text, formats))
    .default('text');
}
