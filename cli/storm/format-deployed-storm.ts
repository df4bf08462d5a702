// The printed progress and result of a storm on a deployed stack.
import { plainLine } from '#domain/plain-text.ts';
import { formatFailure } from '#domain/storm/storm-end.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import type { DeployedStorm, StormObservation } from '#runner/deployed/deployed-storm.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';

/** Without a terminal, an unchanged line is written only this often by the wall clock. */
const sameLineEveryMs = 20_000;

/**
 * Starts to show a storm's progress.
 * @param options.isLive one line is redrawn; otherwise lines are added
 * @param options.what a description of the storm, written at once
 * @param options.clockSpeed how many of the storm's seconds pass each second
 */
export function createStormProgress({
  stream,
  isLive,
  what,
  clockSpeed = 1,
}: {
  stream: { write(text: string): unknown };
  isLive: boolean;
  what: string;
  clockSpeed?: number;
}): { observed(observation: StormObservation): void; done(): void } {
  let shownShare = Number.NaN;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  const sameLineAfterMs = sameLineEveryMs * Math.max(1, clockSpeed);
  const pace = clockSpeed === 1 ? '' : `, ${formatCount(clockSpeed)} times the wall clock`;
  stream.write(`storming: ${plainLine(what)}${pace}\n`);
  return {
    observed({ elapsedMs, onlineShare }) {
      const words = `${formatDuration(elapsedMs).padStart(11)}  ${formatShare(onlineShare)} online`;
      const isNews = onlineShare !== shownShare || elapsedMs - shownAtMs >= sameLineAfterMs;
      if (isLive) stream.write(`\r\x1b[2K${words}`);
      else if (isNews) stream.write(`${words}\n`);
      if (isNews) [shownShare, shownAtMs] = [onlineShare, elapsedMs];
    },
    done() {
      if (isLive) stream.write('\n');
    },
  };
}

/** The checks of a finished storm, a line each, and the verdict. */
export function formatStorm(storm: DeployedStorm, seen: SeenMeters): string {
  const { onlineCount, populationCount, plannedRestartCount, restartedCount } = storm;
  const { violations, deadLetters } = storm;
  const dead = Object.values(deadLetters).reduce((sum, count) => sum + count, 0);
  const lines = [
    ['Outcome', plainLine(storm.outcome)],
    ['Restarted', `${formatCount(restartedCount)} of ${formatCount(plannedRestartCount)} planned`],
    ['Fewest online', formatShare(storm.lowestOnlineShare)],
    ['Online, full scan', `${formatCount(onlineCount)} of ${formatCount(populationCount)}`],
    ['Invariants', violations.length === 0 ? 'all hold' : `${violations.length} violated`],
    ['Dead-lettered', formatCount(dead)],
    ['Put in quarantine', formatCount(storm.quarantinedCount)],
    ['Billed quantities', formatSeen(seen)],
    ['Took', formatDuration(storm.seconds * 1000)],
    ['Run', storm.runId],
  ];
  return [
    ...lines.map(([name = '', value]) => `${name.padEnd(18)} ${value}`),
    ...violations.slice(0, violationsShownMax).map((violation) => `  ${plainLine(violation)}`),
    verdictLine(storm),
    '',
  ].join('\n');
}

/** Why so little can be too much: the cap holds what comes next as well. */
function spentLines({ outcome, spentUsd, maxCostUsd }: DeployedStorm): string[] {
  if (outcome !== 'stopped: cost' || spentUsd === null) return [];
  const [spent, most] = [formatUsd(spentUsd), formatUsd(maxCostUsd)];
  return [
    `  By its own counts it spent ${spent} of at most ${most}. With the most that comes next,`,
    '  it could have passed that. A cap of twice what the storm costs lets it end.',
  ];
}

function formatSeen({ meters, unseenMeters }: SeenMeters): string {
  const seen = billableMeterNames.filter((name) => name in meters).length;
  const all = seen + unseenMeters.length;
  return `${seen} of ${all} can be seen at this engine; --json has them`;
}

const violationsShownMax = 10;

function verdictLine(storm: DeployedStorm): string {
  const { isHealed, failure, outcome } = storm;
  if (failure !== null) return `✗ failed: ${formatFailure(failure)}`;
  if (outcome.startsWith('stopped'))
    return [
      ...spentLines(storm),
      `■ ${plainLine(outcome)}; its messages are dropped as they come`,
    ].join('\n');
  return isHealed
    ? '✓ healed: everybody is signed in again and every invariant holds'
    : '✗ not healed, or a check above failed';
}
