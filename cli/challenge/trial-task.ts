// A handler, or the queue in front of one, tried on a queue of orders in the local cloud.
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import {
  givenHandler,
  type HandlerChallenge,
  type QueueChallenge,
  type TrialOptions,
} from '#challenges/challenge.ts';
import type { ConsumerSettings } from '#runner/consumer/consumer-settings.ts';
import { isConsumerFault, type TrialRunner } from '#runner/consumer/run-trial.ts';
import { inputText } from '#runner/inputs/input-file.ts';
import { addConsumerCommand } from '../consumer/consumer-options.ts';
import { shellWord } from '../shell-word.ts';
import type { Outcome } from './grade.ts';
import type { GradeTask, GradingTools } from './grading-tools.ts';
import { fileAlone, valuesIn } from './read-file.ts';
import { trialMeasure } from './trial-measures.ts';

/** A handler's file, which runs confined. */
export function handlerTask(
  { trial }: HandlerChallenge,
  file: string,
  { trial: runner }: Pick<GradingTools, 'trial'>,
): GradeTask {
  const text = inputText(fileAlone(file));
  const words = optionWords(trial);
  return {
    outcome: (seed) => trialOutcome({ words, file, text }, seed, runner),
    replay: (seed) => replayOf(file, words, seed),
  };
}

/** A queue's options, which are JSON: no code of it is run. The handler is ours. */
export function queueTask(
  { name, options, trial }: QueueChallenge,
  file: string,
  { trial: runner, challengesFolder }: Pick<GradingTools, 'trial' | 'challengesFolder'>,
): GradeTask {
  const text = inputText(fileAlone(join(challengesFolder, name, givenHandler)));
  const read = valuesIn(file, options);
  const words = optionWords({ ...trial, ...('values' in read ? read.values : {}) });
  return {
    outcome: async (seed) => {
      if ('error' in read) return read;
      const outcome = await trialOutcome({ words, file: givenHandler, text }, seed, runner);
      return 'error' in outcome ? { error: `${file}: ${outcome.error}` } : outcome;
    },
    replay: (seed) => replayOf(givenHandler, words, seed),
  };
}

/** Options as words of a command. What is false is not said. */
function optionWords(options: TrialOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === false) return [];
    return [value === true ? `--${name}` : `--${name}=${value}`];
  });
}

interface Trial {
  readonly words: readonly string[];
  readonly file: string;
  readonly text: string;
}

async function trialOutcome(
  { words, file, text }: Trial,
  seed: number,
  runner: TrialRunner,
): Promise<Outcome> {
  const settings = consumerSettingsIn([...words, `--seed=${seed}`]);
  if ('error' in settings) return settings;
  try {
    const result = await runner({ trial: settings, file, text });
    return { value: (measure) => trialMeasure(measure).of(result) };
  } catch (error) {
    if (isConsumerFault(error)) return { error: error.message };
    throw error;
  }
}

/** Reads options as `rebootstorm consumer try` does; or why they cannot be. */
export function consumerSettingsIn(
  words: readonly string[],
): ConsumerSettings | { readonly error: string } {
  const read: ConsumerSettings[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addConsumerCommand(program, async (options) => {
    if (options.action === 'try') read.push(options.settings);
  });
  try {
    program.parse(['consumer', 'try', 'adds', ...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { error: refusal(error.message) };
    throw error;
  }
  const [settings] = read;
  if (settings === undefined) throw new Error('expected the settings of a trial');
  return settings;
}

/** Only names that a challenge knows are asked for: one that takes no value is a switch. */
function refusal(message: string): string {
  const [, name] = /unknown option '--([a-z-]+)=/.exec(message) ?? [];
  return name === undefined ? message.replace(/^error: /, '') : `${name} is true or false.`;
}

function replayOf(file: string, words: readonly string[], seed: number): string {
  const path = /[\\/]/.test(file) ? file : `./${file}`;
  const said = words.map(shellWord);
  return ['rebootstorm consumer try', shellWord(path), ...said, `--seed=${seed}`].join(' ');
}
