// A command on the same stack as the one that runs now, to be pasted into a shell.
import type { Target } from '#adapters/operator-connection.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { NamedPrices } from '../price-options.ts';
import { shellWord } from '../shell-word.ts';
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
    return value === undefined || value === '' ? [] : [`${name}=${pastedWord(value)}`];
  });
  const named = prices === undefined ? [] : ['--prices', pastedWord(sourceOf(prices))];
  return [
    ...settings,
    'npx rebootstorm',
    ...words.map(pastedWord),
    ...(stackFlag(stack) === '' ? [] : ['--stack', pastedWord(stack)]),
    ...(target === 'aws' ? ['--target aws'] : []),
    ...named,
  ].join(' ');
}

/** A word for a shell, on one line whatever was typed. */
export function pastedWord(text: string): string {
  return shellWord(plainLine(text));
}

function sourceOf({ book, input }: NamedPrices): string {
  return input?.given ?? book.region;
}
