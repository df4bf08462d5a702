// What a sweep would run, and what that takes: nothing is run.
import { plainLine } from '#domain/plain-text.ts';
import { counted, formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { costSource, idleProcessBytes, usualRunCost } from '#runner/sweep/run-costs.ts';
import { openTimeLeft } from '#runner/sweep/time-left.ts';
import { plainTable } from '../../show/plain-table.ts';
import type { Grid } from '../grid.ts';
import { variantsOf } from '../grid.ts';
import { kindOf, type Survey, threadsOf, threadsOfRun, usualMsOf } from '../running/outlook.ts';
import type { SweepOptions } from '../sweep-options.ts';
import { retriesOf } from '../sweep-points.ts';

/** So many settings are listed. */
const settingsListedMax = 1_000;

/**
 * What is listed of each setting, and the sum, as text that ends in a newline.
 * @param grid with all seeds that may be run; more than those of the options where a precision is
 * asked, of which nobody knows before how many it takes
 */
export function dryRunText(options: SweepOptions, grid: Grid, survey: Survey): string {
  const expected = openTimeLeft({
    left: survey.left,
    threads: threadsOf(options),
    usualMs: (kind) => usualMsOf(options, kind),
    threadsOfRun: (kind) => threadsOfRun(options, kind),
    nowMs: () => 0,
  });
  for (const { kind, wallMs } of survey.known) expected.done(undefined, kind, wallMs);
  const firstCount = (grid.pointCount / grid.seeds.length) * options.grid.seeds.length;
  const upTo = firstCount < grid.pointCount ? 'up to ' : '';
  const fields = grid.axes.map(({ name }) => name);
  const heads = ['faults', 'policy', 'nodes', 'seeds', 'core time a run', 'memory a run'];
  const rows = [...settingsOf(grid)].map(({ values, faults, policy, nodes }) => [
    ...fields.map((field) => plainLine(String(values[field]))),
    faults,
    plainLine(policy),
    formatCount(nodes),
    `${upTo}${formatCount(grid.seeds.length)}`,
    inWords(expected.expectedMs(kindOf({ policy, nodes }))),
    inMegabytes(bytesOf(options, policy, nodes)),
  ]);
  const settingCount = grid.pointCount / grid.seeds.length;
  const more = settingCount - rows.length;
  const threads = threadsOf(options);
  const sentences = [
    `${capital(upTo)}${formatCount(grid.pointCount)} runs, ` +
      `${formatCount(survey.doneCount)} of them done already.`,
    ...(upTo === '' ? [] : [firstRound(firstCount)]),
    `The others take ${upTo}about ${inWords(expected.leftMs() ?? 0)} on ${threads} idle ` +
      `${threads === 1 ? 'core' : 'cores'}, and up to about ` +
      `${inMegabytes(peakBytes(options, grid))} of memory.`,
    sourceOf(survey),
    'Nothing was run.',
  ];
  return (
    `${plainTable([[...fields.map(plainLine), ...heads], ...rows])}\n` +
    `${more > 0 ? `${counted(more, 'setting')} more.\n` : ''}\n${sentences.join('\n')}\n`
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function firstRound(runCount: number): string {
  const runs = counted(runCount, 'run');
  return `The first round has ${runs}; what they measure decides how many more seeds it takes.`;
}

function* settingsOf(grid: Grid) {
  let left = settingsListedMax;
  for (const { values, faults } of variantsOf(grid))
    for (const nodes of grid.nodeCounts)
      for (const policy of grid.policyNames) {
        if (left === 0) return;
        left -= 1;
        yield { values, faults: faults.name, policy, nodes };
      }
}

function bytesOf(options: SweepOptions, policy: string, nodes: number): number {
  const { scenario, cloud } = options;
  const retries = retriesOf(options, nodes);
  return usualRunCost({ scenario, cloud, retries, policy, nodes }).peakRssBytes;
}

/** The process, and in each thread the run that takes the most. */
function peakBytes(options: SweepOptions, grid: Grid): number {
  const runs = grid.nodeCounts.flatMap((nodes) =>
    grid.policyNames.map((policy) => bytesOf(options, policy, nodes) - idleProcessBytes),
  );
  const threads = threadsUsed(options, grid);
  return idleProcessBytes + threads * Math.max(...runs);
}

/** Threads that the runs can use at once, a run as many as it has shards. */
function threadsUsed(options: SweepOptions, { nodeCounts, pointCount }: Grid): number {
  const runsOfSize = pointCount / nodeCounts.length;
  const shards = nodeCounts.map((nodes) => threadsOfRun(options, { policy: '', nodes }));
  const used = shards.reduce((sum, count) => sum + count * runsOfSize, 0);
  return Math.min(threadsOf(options), used);
}

function sourceOf({ known }: Survey): string {
  const measured = `runs measured alone (${costSource})`;
  if (known.length === 0)
    return `Time and memory are those of ${measured}; runs of your own scenario may differ by far.`;
  return (
    `Time is that of the ${formatCount(known.length)} runs that are done, and for other sizes in ` +
    `proportion to ${measured}; memory is that of the latter.`
  );
}

function inWords(ms: number): string {
  return formatDuration(Math.ceil(ms / 1000) * 1000);
}

function inMegabytes(bytes: number): string {
  return `${formatCount(Math.round(bytes / 1e6))} MB`;
}
