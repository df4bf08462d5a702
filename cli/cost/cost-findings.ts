// What a cost against the number of nodes shows, in words: how it grows, where that changes, who
// overtakes whom, and which way to deploy is the best.
import { chosenSettings, settingContext } from '#domain/stack/stack-configuration.ts';
import { bestBy, paretoFront, type Strategy } from '#runner/cost/choose.ts';
import {
  type CostAt,
  type Crossover,
  crossoversOf,
  type Exponent,
  exponentOf,
  type Knee,
  kneeOf,
} from '#runner/cost/growth.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatHealTime } from '#runner/sentences/human-numbers.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { isMet } from '../thresholds/judge-thresholds.ts';
import { judgedRow } from '../thresholds/judged-run.ts';
import type { Threshold } from '../thresholds/read-threshold.ts';
import type { CostLine, CostPoint } from './cost-points.ts';

/** How one line grows over the networks that were run. */
export interface LineGrowth {
  readonly line: string;
  readonly exponent: Exponent | null;
  readonly knee: Knee | null;
}

/** A line at the largest network that was run. */
export interface Way {
  readonly line: string;
  readonly policy: string;
  readonly nodes: number;
  readonly costUsd: number;
  readonly healMs: number;
  /** Whether it meets what was asked of it. */
  readonly isMet: boolean;
  readonly throttled: string | null;
  /** The command that deploys it. */
  readonly deploy: string;
}

/** Everything that was found. */
export interface CostFindings {
  readonly growth: readonly LineGrowth[];
  readonly crossovers: readonly (Crossover & { readonly first: string; readonly second: string })[];
  readonly ways: readonly Way[];
  readonly front: readonly Way[];
  readonly chosen: Way | null;
  /** All of it, a sentence each. */
  readonly sentences: readonly string[];
}

/** What decides which way is chosen. */
export interface Choice {
  readonly strategy: Strategy;
  readonly slos: readonly Threshold[];
  /** At which of the scenario's scales everything was run. */
  readonly scale: Scale;
}

/** Looks at all lines together. */
export function findingsOf(lines: readonly CostLine[], choice: Choice): CostFindings {
  const growth = lines.map(growthOf);
  const crossovers = pairsOf(lines).flatMap(([first, second]) =>
    crossoversOf(costsOf(first), costsOf(second)).map((crossover) => {
      return { ...crossover, first: first.name, second: second.name };
    }),
  );
  const ways = lines.flatMap((line) => wayOf(line, choice.slos));
  const able = ways.filter(
    ({ throttled, healMs }) => throttled === null && Number.isFinite(healMs),
  );
  const front = paretoFront(able);
  const chosen =
    bestBy(
      choice.strategy,
      able.filter((way) => way.isMet),
    ) ?? null;
  const largestRun = Math.max(...ways.map(({ nodes }) => nodes));
  return {
    growth,
    crossovers,
    ways,
    front,
    chosen,
    sentences: [
      ...(growth.length > linesSaidMax ? together(growth) : growth.flatMap(growthSentences)),
      ...crossovers.map((crossover) => crossoverSentence(crossover, largestRun)),
      ...smallCells(lines, choice.scale),
      ...memorySentences(lines),
      ...frontSentences(front),
      ...ways.flatMap(throttledSentences),
      choiceSentence(chosen, choice),
    ],
  };
}

function growthOf(line: CostLine): LineGrowth {
  const points = line.points.filter(({ kind }) => kind === 'run');
  const ofSeeds = points.flatMap(({ nodes, samples }) =>
    samples.map(({ bill }): CostAt => ({ nodes, usd: bill.totalUsd })),
  );
  const medians = points.map(({ nodes, totalUsd }) => ({ nodes, usd: totalUsd.median }));
  return { line: line.name, exponent: exponentOf(ofSeeds), knee: kneeOf(medians) };
}

/** What AWS would throttle is no cost that anybody pays. */
function costsOf({ points }: CostLine): CostAt[] {
  const able = points.filter(({ throttled }) => throttled === null);
  return able.map(({ nodes, totalUsd }) => ({ nodes, usd: totalUsd.median }));
}

/** Every line beside every other one, while they are few; then each beside the first. */
const linesPairedMax = 6;

function pairsOf(lines: readonly CostLine[]): [CostLine, CostLine][] {
  const firsts = lines.length > linesPairedMax ? lines.slice(0, 1) : lines;
  return firsts.flatMap((first, index) =>
    lines.slice(index + 1).map((second): [CostLine, CostLine] => [first, second]),
  );
}

function wayOf(line: CostLine, slos: readonly Threshold[]): Way[] {
  const point = line.points.findLast(({ kind }) => kind === 'run');
  if (point?.healMs === undefined || point.healMs === null) return [];
  const { policy, variant } = line;
  const own = slos.filter((slo) => slo.policy === null || slo.policy === policy);
  return [
    {
      line: line.name,
      policy,
      nodes: point.nodes,
      costUsd: point.totalUsd.median,
      healMs: point.healMs.median,
      isMet: own.every((slo) => isMet(slo, judgedSamples(point))),
      throttled: point.throttled,
      deploy: deployCommand(variant.configuration),
    },
  ];
}

/** What thresholds read of a point that was run. */
export function judgedSamples({ samples }: CostPoint) {
  return samples.flatMap(({ row, bill }) => (row === null ? [] : [judgedRow(row, bill, 'twin')]));
}

function deployCommand(configuration: CostLine['variant']['configuration']): string {
  const context = chosenSettings(configuration).map(
    ([name, value]) => `-c ${settingContext(name)}=${value}`,
  );
  return ['npx cdk deploy', ...context].join(' ');
}

function growthSentences({ line, exponent, knee }: LineGrowth): string[] {
  if (exponent === null) return [];
  const { interval } = exponent;
  const range =
    interval === null ? '' : ` (95 %: ${interval.map((end) => end.toFixed(2)).join(' to ')})`;
  const whole = `${line}: the bill grows as nodes^${exponent.exponent.toFixed(2)}${range}.`;
  if (knee === null) return [whole];
  const [below, above] = [knee.below.toFixed(2), knee.above.toFixed(2)];
  const from = formatCount(knee.fromNodes);
  return [
    whole,
    `${line}: a knee at ${from} nodes, nodes^${below} below and nodes^${above} above.`,
  ];
}

/** Of more lines than these only the range is said; `cost.json` has each. */
const linesSaidMax = 4;

function together(growth: readonly LineGrowth[]): string[] {
  const known = growth
    .flatMap(({ line, exponent }) => (exponent === null ? [] : [{ line, at: exponent.exponent }]))
    .toSorted((a, b) => a.at - b.at);
  const [low, high] = [known[0], known.at(-1)];
  if (low === undefined || high === undefined) return [];
  const ends = [low, high].map(({ line, at }) => `nodes^${at.toFixed(2)} (${line})`);
  return [`The bills grow as ${ends.join(' to ')}.`];
}

/** What neither cloud models has to stand beside what is worked out without it. */
function memorySentences(lines: readonly CostLine[]): string[] {
  const sizes = new Set(lines.map(({ variant }) => variant.configuration.memoryMb));
  if (sizes.size === 1) return [];
  return [
    "Memory changes a millisecond's price here, and not how many there are: measure a deployed " +
      'function before you go below the usual size.',
  ];
}

function crossoverSentence(
  { nodes, between: [from, to], cheaperAbove, first, second }: CostFindings['crossovers'][number],
  largestRun: number,
): string {
  const [winner, loser] = cheaperAbove === 'first' ? [first, second] : [second, first];
  const where = `between ${formatCount(from)} and ${formatCount(to)} nodes`;
  const note = to > largestRun ? ', where the larger one was worked out and not run' : '';
  const about = formatCount(Number(nodes.toPrecision(2)));
  return `Above about ${about} nodes ${winner} is cheaper than ${loser} (${where}${note}).`;
}

/** A run has two cells at least: below twice a full one its cells are smaller. */
const cellsMin = 2;

/** Larger networks have more cells, so that what they are worked out from should have full ones. */
function smallCells(lines: readonly CostLine[], scale: Scale): string[] {
  const found = lines.flatMap(({ points, variant: { scenario } }) => {
    const run = points.filter(({ kind }) => kind === 'run');
    const basis = run.at(-2)?.nodes ?? Number.POSITIVE_INFINITY;
    const fullFrom = cellsMin * (scenario[scale]?.shape.cellNodes ?? 0);
    if (run.length === points.length || basis >= fullFrom) return [];
    return [
      `Larger networks were worked out from one of ${formatCount(basis)} nodes, whose cells are ` +
        `not full: for that --nodes takes two sizes from ${formatCount(fullFrom)} on.`,
    ];
  });
  return [...new Set(found)];
}

function frontSentences(front: readonly Way[]): string[] {
  const [first] = front;
  if (first === undefined) return [];
  const each = front.map((way) => `${way.line} (${costAndHeal(way)})`);
  return [
    `Nothing else is both cheaper and faster to heal at ${formatCount(first.nodes)} nodes: ` +
      `${each.join('; ')}.`,
  ];
}

function throttledSentences({ line, throttled }: Way): string[] {
  if (throttled === null) return [];
  return [`${line}: AWS would throttle the table: ${throttled}. It is not chosen.`];
}

function choiceSentence(chosen: Way | null, { strategy, slos }: Choice): string {
  const asked =
    slos.length === 0 ? '' : ` of those that meet ${slos.map(({ text }) => text).join(', ')}`;
  if (chosen === null) return `Nothing was chosen: none${asked} heals without being throttled.`;
  return `The ${words[strategy]}${asked}: ${chosen.line} (${costAndHeal(chosen)}).`;
}

const words: Readonly<Record<Strategy, string>> = {
  cheapest: 'cheapest',
  fastest: 'fastest to heal',
  balanced: 'best balanced',
};

function costAndHeal({ costUsd, healMs }: Way): string {
  return `${formatUsd(costUsd)}, healed in ${formatHealTime(healMs)}`;
}
