// The options that all commands on a study share.

import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { type Amount, amount, seedNumber, workersOption } from '../option-values.ts';
import { policiesIn, withoutRepeats } from '../policy-option.ts';
import { typedDurationMs } from '../time-units.ts';

/** What every command on a study is told. */
export interface StudyOptions {
  readonly nodes: number;
  readonly seed: number;
  /** Real time after which no run begins, in milliseconds. */
  readonly budgetMs: number;
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  readonly isThorough: boolean;
  readonly json: boolean;
  readonly out: string;
}

/** The options as commander returns them. */
export interface RawStudyOptions {
  readonly nodes: Amount;
  readonly seed: number;
  readonly budget?: number;
  readonly workers?: number;
  readonly thorough: boolean;
  readonly json: boolean;
  readonly out: string;
}

/** The least that a network has, so that each of its two cells has a few supernodes. */
const nodesMin = 200;
const nodesMax = 10_000_000;

/** With this, a study ends within five minutes on two cores. */
const usualBudget = { ms: 4 * 60_000, text: '4min' };

/** Adds `--nodes`, `--seed`, `--budget`, `--thorough`, `--workers`, `--json` and `--out`. */
export function withStudyOptions(command: Command, nodes: Amount): Command {
  return command
    .addOption(
      new Option('--nodes <count>', 'nodes of the simulated networks, or of the smallest of them')
        .argParser(amount)
        .default(nodes, nodes.text),
    )
    .option('--seed <number>', 'the seed of every draw', seedNumber, 2007)
    .addOption(budgetOption())
    .option('--thorough', 'more runs, and larger networks; without a --budget no limit', false)
    .addOption(workersOption())
    .option('--json', 'print all of it as JSON on standard output', false)
    .option('--out <folder>', 'where its folder goes', 'runs');
}

/** `--budget`: real time, in which runs begin. */
export function budgetOption(): Option {
  return new Option(
    '--budget <time>',
    `real time in which runs begin, such as 90s or 2h (default: ${usualBudget.text})`,
  ).argParser((text) => {
    const ms = typedDurationMs(text);
    if (ms !== undefined && ms > 0) return ms;
    throw new InvalidArgumentError('It takes a time with a unit, such as 90s, 5min or 2h.');
  });
}

/** The checked options. @throws {CommanderError} */
export function checkedStudy(raw: RawStudyOptions, command: Command): StudyOptions {
  const { nodes, seed, budget, workers, thorough, json, out } = raw;
  if (nodes.count < nodesMin || nodes.count > nodesMax)
    command.error(
      `error: option '--nodes <count>' argument '${nodes.text}': ` +
        `a study takes ${nodesMin} to ${nodesMax.toLocaleString('en-US')} nodes.`,
    );
  return {
    nodes: nodes.count,
    seed,
    budgetMs: budget ?? (thorough ? Number.POSITIVE_INFINITY : usualBudget.ms),
    ...(workers && { workers }),
    isThorough: thorough,
    json,
    out,
  };
}

/** `--policy` of a study: hypotheses by name, since a file has no place among them. */
export function hypothesesOption(): Option {
  return new Option('--policy <names>', 'hypotheses, alone or joined by +').argParser(
    (text, before: readonly string[] | undefined) => {
      const found = policiesIn(text);
      const file = found.find(({ kind }) => kind !== 'named');
      if (file !== undefined)
        throw new InvalidArgumentError(`${file.name} is a file; a study compares hypotheses.`);
      return [...new Set([...(before ?? []), ...withoutRepeats(found).map(({ name }) => name)])];
    },
  );
}

/** The hypotheses alone, those of legacy-2007 together, and none. */
export const usualHypotheses: readonly string[] = [
  'legacy-2007',
  'ghost-slots',
  'stale-candidates',
  'no-priority',
  'herd',
  'no-backpressure',
  'resilient',
];
