// What a sweep is about to run, in words, with a warning where its points do not compare.
import { plainLine } from '#domain/plain-text.ts';
import { formatFaults } from '#local-cloud/faults.ts';
import { counted, formatCount } from '#runner/sentences/human-numbers.ts';
import { wrapLines } from '../../show/wrap-lines.ts';
import { type Grid, variantsOf } from '../grid.ts';
import type { SweepOptions } from '../sweep-options.ts';
import { retriesOf } from '../sweep-points.ts';

/** The choices that the header names. */
export type HeaderChoices = Pick<SweepOptions, 'scenario' | 'cloud' | 'scale' | 'retries'> & {
  readonly grid: Grid;
  /** The commit of a checkout, or the version of a release. */
  readonly commit: string;
};

/** So many values of one axis are listed; of more, the first and the last. */
const listedMax = 6;

const columns = 80;

/** The header, with a newline after each line. */
export function sweepHeader(choices: HeaderChoices): string {
  const { scenario, cloud, scale, grid, commit } = choices;
  const { policyNames, nodeCounts, seeds, axes } = grid;
  const where =
    cloud === 'local'
      ? 'the local cloud, which runs every handler'
      : `the twin, a model of the stack, at ${scale} scale`;
  const lines = [
    `Scenario: ${scenario.name}, on ${where}; ${attemptsInWords(choices)}`,
    `Policies: ${policyNames.join(', ')}`,
    `Nodes: ${listed(nodeCounts.map(formatCount))}; seeds: ${listed(seeds.map(String))}`,
    `Faults: ${faultsInWords(choices)}`,
    ...axes.map(({ name, values }) => `Varied: ${name}, ${counted(values.length, 'value')}`),
    `Commit: ${commit}`,
    ...warningsOf(choices).map((words) => `Warning: ${words}`),
  ];
  return lines.map((line) => `${wrapLines(plainLine(line), columns, '  ')}\n`).join('');
}

function faultsInWords({ cloud, grid }: HeaderChoices): string {
  if (cloud === 'twin') return 'none, what the twin models does not fail';
  const plans = listed(grid.faultPlans.map(formatFaults));
  const isVaried = grid.axes.some(({ paths }) => paths.some(([top]) => top === 'faults'));
  return isVaried ? `${plans}, with other rates as varied` : plans;
}

/** How failing attempts are treated, by the same words as `--retries`. */
function attemptsInWords(choices: HeaderChoices): string {
  const ways = new Set(choices.grid.nodeCounts.map((nodes) => retriesOf(choices, nodes)));
  return `failing attempts ${[...ways].join(' and ')}`;
}

/** Where numbers of one sweep do not mean the same, or not what a reader would think. */
export function warningsOf(choices: HeaderChoices): string[] {
  return [...mixedRetries(choices), ...partOfCell(choices)];
}

function mixedRetries(choices: HeaderChoices): string[] {
  const { nodeCounts } = choices.grid;
  const executed = nodeCounts.filter((nodes) => retriesOf(choices, nodes) === 'executed');
  if (executed.length === 0 || executed.length === nodeCounts.length) return [];
  const most = formatCount(Math.max(...executed));
  return [
    `failing attempts are executed up to ${most} nodes and aggregated above, so a curve over ` +
      'nodes changes its method there. --retries aggregated, or executed, is one way for all.',
  ];
}

/** More variants than this have the same few sizes of a cell. */
const variantsReadMax = 1_000;

function partOfCell({ grid, scenario, scale }: HeaderChoices): string[] {
  const sizes = new Set<number>();
  let left = variantsReadMax;
  for (const variant of variantsOf(grid)) {
    const { shape } = variant.scenario[scale] ?? variant.scenario.embedded;
    sizes.add(shape.cellNodes);
    left -= 1;
    if (left === 0) break;
  }
  const largest = Math.max(...sizes);
  const small = grid.nodeCounts.filter((nodes) => nodes < largest);
  if (small.length === 0) return [];
  const smaller = scale === 'full' ? scenario.embedded.shape.cellNodes : undefined;
  const embedded =
    smaller === undefined ? '' : ` At --scale embedded a cell has ${formatCount(smaller)}.`;
  return [
    `${listed(small.map(formatCount))} nodes are less than one full cell of ` +
      `${formatCount(largest)} at ${scale} scale: each cell is a part of one, with as small a ` +
      'part of its supernodes, slots and log-in service, so numbers do not compare with those ' +
      `of larger networks.${embedded}`,
  ];
}

function listed(words: readonly string[]): string {
  if (words.length <= listedMax) return words.join(', ');
  return `${words[0]} to ${words.at(-1)} (${words.length})`;
}
