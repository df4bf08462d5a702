// What comes from outside, on its way to a terminal or a log: a terminal obeys some characters, and
// a reader is deceived by others. They are shown as JSON writes them, so that nothing is lost, and
// so that text of JSON stays JSON with the same meaning.

/** A name or another short piece of text from outside, in one line whatever is in it. */
export function plainLine(text: string): string {
  return text.replace(unsafe, escaped);
}

/**
 * A message that may have several lines, and may say of things from outside. All lines but the
 * first are set in, so that none can be taken for one of ours.
 */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line.startsWith('  ') ? line : `  ${line}`))
    .map(plainLine)
    .join('\n');
}

/**
 * The last check of what goes to a screen: all that is no drawing of our own is escaped. It cannot
 * distinguish our colours and lines from others': for that, text from outside is made plain
 * before.
 */
export function plainScreen(text: string): string {
  return text.replace(drawnOrUnsafe, (found, drawing) => (drawing ? found : escaped(found)));
}

/** Control characters, C1 among them; format characters, as the bidi marks; halves of a pair. */
const unsafeClass = '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]';
const unsafe = new RegExp(unsafeClass, 'gu');

/** Ours: colours, a line that is drawn again, some lines that are; ends of lines. */
const drawings = [
  '\u001b\\[\\d{1,3}(?:;\\d{1,3})*m',
  '\r?\u001b\\[2K',
  '\u001b\\[\\d{1,3}A\r',
  '[\n\t]',
];
const drawnOrUnsafe = new RegExp(`(${drawings.join('|')})|${unsafeClass}`, 'gu');

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** By code unit, as JSON does it: a character outside the basic plane becomes two escapes. */
function escaped(character: string): string {
  const known = short[character];
  if (known !== undefined) return known;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
