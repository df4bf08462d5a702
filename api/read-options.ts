// Reads a caller's options by the parsers of the command line. So a program and a user are refused
// alike, and for the same reasons.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type ScenarioSource, scenarioSource } from '#cli/scenario-argument.ts';
import { scenarioFrom } from '#cli/scenario-file/read-scenario.ts';
import { FieldError } from '#cli/sweep/scenario-fields.ts';
import { isPolicyError } from '#runner/policy-choice-error.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/** How a function's option becomes that of the command. */
export interface OptionWord {
  /** As the command line has it: `--free-tier`. */
  readonly option: string;
  readonly isFlag: boolean;
  /** @param name the option's name of the function, for what is said of a wrong value */
  readonly wordsFor: (value: unknown, name: string) => readonly string[];
}

/** For each option of a function, the option of the command that it is. */
export type OptionWords = Readonly<Record<string, OptionWord>>;

/** An option with one value: `--nodes=60`. */
export function valued(option: string, unit = ''): OptionWord {
  return {
    option,
    isFlag: false,
    wordsFor: (value, name) => [`${option}=${textOf(name, value)}${unit}`],
  };
}

/** An option that is there or not. */
export function flag(option: string): OptionWord {
  return {
    option,
    isFlag: true,
    wordsFor(value, name) {
      if (typeof value !== 'boolean') throw new WrongInputError(`${name}: expected true or false.`);
      return value ? [option] : [];
    },
  };
}

/** An option that is given once for each of a list. */
export function listed(option: string): OptionWord {
  return {
    option,
    isFlag: false,
    wordsFor(value, name) {
      if (!Array.isArray(value)) throw new WrongInputError(`${name}: expected a list.`);
      return value.map((one: unknown) => `${option}=${textOf(name, one)}`);
    },
  };
}

/** A text or number as the command line has it. @throws {WrongInputError} */
export function textOf(what: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new WrongInputError(`${what}: expected a text or a number.`);
}

function wordsOf(given: unknown, known: OptionWords): string[] {
  if (typeof given !== 'object' || given === null)
    throw new WrongInputError('expected an object of options.');
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || name === 'scenario') return [];
    const word = Object.hasOwn(known, name) ? known[name] : undefined;
    if (word !== undefined) return word.wordsFor(value, name);
    const names = ['scenario', ...Object.keys(known)];
    const nearest = nearestWord(name, names);
    const advice = nearest === undefined ? '' : `Did you mean ${nearest}? `;
    throw new WrongInputError(
      `no option is called '${name}'. ${advice}Known: ${names.join(', ')}.`,
    );
  });
}

/** Adds a command with its options, and calls back once they are read and checked. */
export type AddCommand<Options> = (
  program: Command,
  onRead: (options: Options) => Promise<void>,
  parseScenario: (text: string) => ScenarioSource,
) => void;

/**
 * The checked options of a command.
 * @param scenario a name, a path, or the content of a scenario's file
 * @param given the caller's options
 * @throws {WrongInputError} for a value that cannot be, and for an option that there is not, with
 * the nearest that there is
 */
export async function readOptions<Options>(
  command: string,
  add: AddCommand<Options>,
  scenario: unknown,
  given: unknown,
  known: OptionWords,
): Promise<Options> {
  const words = wordsOf(given, known);
  const read: Options[] = [];
  const program = new Command().name('rebootstorm');
  const said: string[] = [];
  program.configureOutput({ writeOut: () => {}, writeErr: (text) => said.push(text) });
  program.exitOverride();
  const isName = typeof scenario === 'string';
  add(
    program,
    async (options) => void read.push(options),
    (text) => (isName ? scenarioSource(text) : givenScenario(scenario)),
  );
  // What comes after -- is no option, whatever it looks like.
  const named = scenario === undefined ? [] : ['--', isName ? scenario : 'given'];
  await refusing(
    () => program.parseAsync([command, ...words, ...named], { from: 'user' }),
    () => inCallersWords(said.join(''), known),
  );
  const [options] = read;
  if (options === undefined) throw new Error(`expected ${command} to be read`);
  return options;
}

/** What the command line says, with the caller's names of its options. */
function inCallersWords(said: string, known: OptionWords): string {
  const byOption = new Map(
    Object.entries(known).map(([name, { option, isFlag }]) => [
      option,
      isFlag ? `${name}: true` : name,
    ]),
  );
  return said
    .replace(/^error: option '(--[a-z-]+)[^']*'(?: argument)? /, '$1: ')
    .replaceAll(/--[a-z]+(?:-[a-z]+)*/g, (option) => byOption.get(option) ?? option);
}

function givenScenario(scenario: unknown): ScenarioSource {
  return { kind: 'shipped', scenario: scenarioFrom('the scenario', scenario) };
}

/** Whatever the user's input is to blame for is a `WrongInputError`. */
export async function refusing<Value>(
  work: () => Promise<Value> | Value,
  said: () => string = () => '',
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WrongInputError) throw error;
    if (error instanceof CommanderError && !(error instanceof InvalidArgumentError))
      throw new WrongInputError(plain(said() || error.message));
    const isWrong =
      error instanceof InvalidArgumentError || error instanceof FieldError || isPolicyError(error);
    if (isWrong) throw new WrongInputError(error.message);
    throw error;
  }
}

function plain(message: string): string {
  return message.trim().replace(/^error: /, '');
}
