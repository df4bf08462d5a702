// What a word on the command line may be, for every command. What it may not be is told by name.
import { InvalidArgumentError } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** The largest seed. */
export const seedMax = 2 ** 31 - 1;

/** A seed. @throws {InvalidArgumentError} */
export function seedNumber(text: string): number {
  const seed = wholeNumber(text);
  if (seed >= 0 && seed <= seedMax) return seed;
  throw new InvalidArgumentError(`A seed is a whole number from 0 to ${seedMax}.`);
}

/** A whole number in decimal. @throws {InvalidArgumentError} */
export function wholeNumber(text: string): number {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  // Adding turns -0, which compares and prints unlike what it is, into 0.
  if (Number.isSafeInteger(number)) return number + 0;
  throw new InvalidArgumentError('It takes a whole number.');
}

/**
 * A whole number as people write large ones: `2000`, `80k`, `8M`, `1.5M`, `1e6`.
 * @throws {InvalidArgumentError}
 */
export function amountOf(text: string): number {
  const [, digits, unit = ''] = /^(-?\d+(?:\.\d+)?(?:[eE]\d{1,2})?)([kM]?)$/.exec(text) ?? [];
  const factor = { '': 1, k: 1e3, M: 1e6 }[unit] ?? Number.NaN;
  // 8.1 times a million is a hair beside a whole number in binary.
  const exact = Number(digits) * factor;
  const amount = Math.round(exact);
  if (Number.isSafeInteger(amount) && Math.abs(exact - amount) < 1e-6) return amount + 0;
  throw new InvalidArgumentError('It takes a whole number, such as 2000, 80k, 8M or 1e6.');
}

/** A name out of those that are known. @throws {InvalidArgumentError} telling the nearest one */
export function oneOf<Name extends string>(
  what: string,
  text: string,
  known: readonly Name[],
): Name {
  const found = known.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`No ${what} is called '${text}'. ${didYouMean(text, known)}`);
}
