// What a line on the console of `rebootstorm local` asks for.

import { InvalidArgumentError } from 'commander';
import type { Pace } from '#runner/endpoint/pacer.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { typedDurationMs } from '../time-units.ts';
import { typedPace } from './local-options.ts';

/** An order to the clock, or a question. */
export type ConsoleLine =
  | { readonly kind: 'pause' | 'resume' | 'now' | 'queues' | 'help' | 'quit' | 'nothing' }
  | { readonly kind: 'step' | 'jump'; readonly durationMs: number }
  | { readonly kind: 'speed'; readonly pace: Pace }
  | { readonly kind: 'unreadable'; readonly why: string };

const plain = ['pause', 'resume', 'now', 'queues', 'help', 'quit'] as const;
const words = [...plain, 'step', 'jump', 'speed'];

/** More would be a mistake in a unit. */
const leapDaysMax = 366;

/** Reads a line. */
export function readConsoleLine(line: string): ConsoleLine {
  const [word = '', value, ...rest] = line.trim().split(/\s+/);
  if (word === '') return { kind: 'nothing' };
  if (!words.includes(word))
    return unreadable(`there is no command ${word.slice(0, 40)}. ${didYouMean(word, words)}`);
  if (rest.length > 0) return unreadable(`${word} takes one value at most`);
  const known = plain.find((name) => name === word);
  if (known !== undefined)
    return value === undefined ? { kind: known } : unreadable(`${word} takes no value`);
  return word === 'speed' ? speedLine(value) : leapLine(word === 'step' ? 'step' : 'jump', value);
}

function speedLine(value = ''): ConsoleLine {
  try {
    return { kind: 'speed', pace: typedPace(value) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return unreadable(`speed: ${error.message} For instance: speed 60`);
  }
}

function leapLine(kind: 'step' | 'jump', value = ''): ConsoleLine {
  const durationMs = typedDurationMs(value);
  if (durationMs === undefined || durationMs <= 0)
    return unreadable(`${kind} takes a time: 500ms, 30s, 1m, 2h or 1d. For instance: ${kind} 1m`);
  if (durationMs > leapDaysMax * 86_400_000)
    return unreadable(`${kind} takes ${leapDaysMax} days at most`);
  return { kind, durationMs };
}

function unreadable(why: string): ConsoleLine {
  return { kind: 'unreadable', why };
}
