// A command on the same stack as the one that runs now, to be pasted into a shell.
import type { Target } from '#adapters/operator-connection.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { NamedPrices } from '../price-options.ts';
import { stackFlag } from './stack-name-option.ts';

/** Which stack is meant, and where. */
export interface StackPlace {
  readonly stack: string;
  readonly target: Target;
  readonly prices?: NamedPrices | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Variables that say where a stack is; the others hold keys, which are not for a screen. */
const placeVariables = ['AWS_ENDPOINT_URL', 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION'];

/** The command with the same stack, target, prices, endpoint, profile and region. */
export function pastedCommand(words: readonly string[], place: StackPlace): string {
  const { stack, target, prices } = place;
  const settings = placeVariables.flatMap((name) => {
    const value = place.env[name];
    return value === undefined || value === '' ? [] : [`${name}=${shellWord(value)}`];
  });
  const named = prices === undefined ? [] : ['--prices', shellWord(sourceOf(prices))];
  return [
    ...settings,
    'npx rebootstorm',
    ...words.map(shellWord),
    ...(stackFlag(stack) === '' ? [] : ['--stack', shellWord(stack)]),
    ...(target === 'aws' ? ['--target aws'] : []),
    ...named,
  ].join(' ');
}

/** A word as a POSIX shell reads it back. */
export function shellWord(text: string): string {
  const plain = plainLine(text);
  return /^[\w./:=+,@%-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}

function sourceOf({ book, input }: NamedPrices): string {
  return input?.given ?? book.region;
}
