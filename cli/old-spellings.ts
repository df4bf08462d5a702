// Translates the command lines of the release before. There `run` also ran all Patch Tuesdays and
// the file of a station, both commands of their own now, and `storm` took its scenario as an
// option. For one release both still understand them.
import { shellWord } from './shell-word.ts';
import { isStationFile } from './station/station-file.ts';

/** A command line in today's spelling. */
export interface TodaysWords {
  readonly words: readonly string[];
  /** What to type from now on; undefined where nothing has changed. */
  readonly instead?: string;
}

/** Options of `run` and `sweep` that have no value. */
const switches: ReadonlySet<string> = new Set([
  '--json',
  '--no-color',
  '--help',
  '-h',
  '--yes',
  '--dry-run',
]);

/** Options of `run patch-tuesdays` that changed nothing. Today's commands do not have them. */
const dropped: readonly (readonly string[])[] = [
  ['--cloud', 'twin'],
  ['--cloud=twin'],
  ['--scale', 'full'],
  ['--scale=full'],
  ['--no-color'],
];

/** Translates a command line into today's spelling. @param words after the program's name */
export function inTodaysSpelling(words: readonly string[]): TodaysWords {
  const [command, ...rest] = words;
  if (command === 'storm') return withScenarioAsArgument(rest) ?? { words };
  const at = command === 'run' ? firstArgument(rest) : -1;
  const argument = rest[at];
  if (argument === undefined) return { words };
  const options = withoutDropped(rest.toSpliced(at, 1));
  if (argument === 'patch-tuesdays') return spelledAs(['months', ...options]);
  if (isStationFile(argument)) return spelledAs(['station', argument, ...options]);
  return { words };
}

/** `storm` took a scenario's name as an option. Undefined: nothing has changed. */
function withScenarioAsArgument(rest: readonly string[]): TodaysWords | undefined {
  const at = rest.findIndex((word) => /^--scenario(=|$)/.test(word));
  const inWord = rest[at]?.split('=')[1];
  const scenario = inWord ?? rest[at + 1];
  if (at < 0 || scenario === undefined) return undefined;
  return spelledAs(['storm', scenario, ...rest.toSpliced(at, inWord === undefined ? 2 : 1)]);
}

function spelledAs(words: readonly string[]): TodaysWords {
  return { words, instead: `rebootstorm ${words.map(shellWord).join(' ')}` };
}

/** The index of the first word that is neither an option nor an option's value; -1 for none. */
export function firstArgument(words: readonly string[]): number {
  return words.findIndex((word, index) => !word.startsWith('-') && !takesValue(words[index - 1]));
}

function takesValue(option: string | undefined): boolean {
  const isOption = option?.startsWith('--') === true && !option.includes('=');
  return isOption && !switches.has(option);
}

function withoutDropped(words: readonly string[]): string[] {
  let left = [...words];
  for (const part of dropped) {
    const at = left.findIndex((_, index) => part.every((word, i) => left[index + i] === word));
    if (at >= 0) left = left.toSpliced(at, part.length);
  }
  return left;
}
