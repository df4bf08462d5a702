// Parsers of option values, for every command. A refusal names the option and the reason.
import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** The largest seed. */
export const seedMax = 2 ** 31 - 1;

/** A seed. @throws {InvalidArgumentError} */
export function seedNumber(text: string): number {
  const refusal = `A seed is a whole number from 0 to ${seedMax}.`;
  const seed = wholeNumber(text, refusal);
  if (seed >= 0 && seed <= seedMax) return seed;
  throw new InvalidArgumentError(refusal);
}

/**
 * A whole number in decimal. @throws {InvalidArgumentError}
 * @param refusal what is said of anything else, with the range where there is one
 */
export function wholeNumber(text: string, refusal = 'It takes a whole number.'): number {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  // Adding 0 turns -0 into 0. -0 compares and prints differently.
  if (Number.isSafeInteger(number)) return number + 0;
  throw new InvalidArgumentError(refusal);
}

/** A port to listen at. @throws {InvalidArgumentError} */
export function portNumber(text: string): number {
  const refusal = 'A port is a whole number from 1 to 65535; 0 takes any free one.';
  const port = wholeNumber(text, refusal);
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(refusal);
}

/**
 * A parser of counts from 1 on, which throws `InvalidArgumentError`.
 * @param what what is counted, in the plural
 */
export function countUpTo(most: number, what: string): (text: string) => number {
  return (text) => {
    const refusal = `It takes 1 to ${most.toLocaleString('en-US')} ${what}, a whole number.`;
    const count = wholeNumber(text, refusal);
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(refusal);
  };
}

/** No machine has so many cores. A larger number of threads is a typing error. */
const workersMax = 256;

/** `--workers`, for every command whose work several threads can share. */
export function workersOption(): Option {
  return new Option('--workers <count>', 'how many threads (default: cores)').argParser(
    countUpTo(workersMax, 'threads'),
  );
}

/** `--quiet`, for every command that says how far it is. */
export function quietOption(): Option {
  return new Option('-q, --quiet', 'print results and what is wrong, and nothing else');
}

/** A number, with the text in which the user wrote it. A refusal repeats that text. */
export interface Amount {
  readonly count: number;
  readonly text: string;
}

/** Parses an amount such as `80k`. @throws {InvalidArgumentError} */
export function amount(text: string): Amount {
  return { count: amountOf(text), text };
}

/**
 * Parses a whole number as people write large ones: `2000`, `80k`, `8M`, `1.5M`, `1e6`.
 * @throws {InvalidArgumentError}
 */
export function amountOf(text: string): number {
  const [, digits, unit = ''] = /^(-?\d+(?:\.\d+)?(?:[eE]\d{1,2})?)([kM]?)$/.exec(text) ?? [];
  const factor = { '': 1, k: 1e3, M: 1e6 }[unit] ?? Number.NaN;
  // In binary, 8.1 times a million is not exactly a whole number.
  const exact = Number(digits) * factor;
  const rounded = Math.round(exact);
  if (Number.isSafeInteger(rounded) && Math.abs(exact - rounded) < 1e-6) return rounded + 0;
  throw new InvalidArgumentError('It takes a whole number, such as 2000, 80k, 8M or 1e6.');
}

/** Parses one of the known names. @throws {InvalidArgumentError} naming the nearest one */
export function oneOf<Name extends string>(
  what: string,
  text: string,
  known: readonly Name[],
): Name {
  const found = known.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`No ${what} is called '${text}'. ${didYouMean(text, known)}`);
}
