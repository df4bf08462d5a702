// DynamoDB's numbers: exact decimals of up to 38 significant digits, carried as text. All
// arithmetic here is exact. It uses doubles only where they cannot round.
import { ValueError } from '../validation-error.ts';

/**
 * The one spelling of a number that DynamoDB stores: plain decimal, no needless zeros, no exponent.
 * Limits: AWS "Naming rules and data types", Number: 38 digits, magnitude 1E-130 to 9.99E+125.
 * @throws {ServiceError} ValidationException when the text is no number or exceeds those limits
 */
export function canonicalNumber(text: string): string {
  if (SHORT_INTEGER.test(text)) return text;
  const match = NUMBER.exec(text);
  if (match === null) {
    const problem = 'The parameter cannot be converted to a numeric value';
    const message = `${problem}: ${text}`;
    throw new ValueError(message, text === '' ? problem : message);
  }
  const [, sign, whole = '', fraction = '', tail = '', exponentText = '0'] = match;
  const decimals = fraction === '' ? tail : fraction;
  const exponent = Number(exponentText) - decimals.length;
  return spell(sign === '-', whole + decimals, exponent);
}

/** Negative, zero or positive as number `a` is below, equal to or above `b`; both canonical. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  // Rounding to a double keeps the order, so two doubles that differ decide.
  const difference = Number(a) - Number(b);
  if (difference !== 0) return difference;
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The exact sum `a + b`, canonical.
 * @throws {ServiceError} ValidationException when it needs more than 38 digits or is too large
 */
export function addNumbers(a: string, b: string): string {
  const quick = Number(a) + Number(b);
  if (SHORT_INTEGER.test(a) && SHORT_INTEGER.test(b)) return String(quick);
  const [left, right, exponent] = aligned(a, b);
  const sum = left + right;
  return spell(sum < 0n, String(sum < 0n ? -sum : sum), exponent);
}

/** The exact difference `a - b`, canonical; errors as `addNumbers`. */
export function subtractNumbers(a: string, b: string): string {
  return addNumbers(a, negated(b));
}

/**
 * How many bytes the digits of a canonical number take, at two digits a byte. The pairs start at
 * the decimal point. Pairs of two zeros at either end do not count; 0 has none.
 */
export function digitPairs(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const even = padded(whole, '0', '') + padded(fraction, '', '0');
  return even.replace(/^(?:00)+|(?:00)+$/g, '').length / 2;
}

// 15 digits: every such integer, and the sum of two, is exact as a double.
const SHORT_INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;
const NUMBER = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/;
const DIGITS_MAX = 38;
const EXPONENT_MAX = 125;
const EXPONENT_MIN = -130;

function padded(digits: string, before: string, after: string): string {
  return digits.length % 2 === 0 ? digits : before + digits + after;
}

function spell(negative: boolean, rawDigits: string, rawExponent: number): string {
  const leading = rawDigits.replace(/^0+/, '');
  const digits = leading.replace(/0+$/, '');
  if (digits === '') return '0';
  const exponent = rawExponent + leading.length - digits.length;
  refuseOutOfRange(digits.length, exponent + digits.length - 1);
  return (negative ? '-' : '') + plain(digits, exponent);
}

function refuseOutOfRange(digitCount: number, magnitude: number): void {
  if (magnitude > EXPONENT_MAX) {
    throw new ValueError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < EXPONENT_MIN) {
    throw new ValueError(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (digitCount > DIGITS_MAX) {
    throw new ValueError('Attempting to store more than 38 significant digits in a Number');
  }
}

function plain(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const wholeLength = digits.length + exponent;
  if (wholeLength > 0) return `${digits.slice(0, wholeLength)}.${digits.slice(wholeLength)}`;
  return `0.${'0'.repeat(-wholeLength)}${digits}`;
}

function negated(text: string): string {
  if (text === '0') return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const decimals = Math.max(decimalCount(a), decimalCount(b));
  return [scaled(a, decimals), scaled(b, decimals), -decimals];
}

function decimalCount(text: string): number {
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}

function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - decimalCount(text)));
}
