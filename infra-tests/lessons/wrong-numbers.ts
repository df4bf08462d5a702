import { measuredValue } from '#cli/lesson/measured-value.ts';
import { type QuotedNumber, saysTheSame } from './quoted-numbers.ts';

/** A sentence for each number that is not what was measured. */
export function wrongNumbers(quoted: readonly QuotedNumber[], result: unknown): string[] {
  return quoted.flatMap(({ text, command, value }) => {
    const measured = measuredValue(result, value);
    return saysTheSame(text, measured) ? [] : [`${command}: ${value} is ${measured}, not ${text}`];
  });
}
