// The printed progress and result of a storm on a deployed stack.
import { plainLine } from '#domain/plain-text.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import type { DeployedStorm, StormObservation } from '#runner/deployed/deployed-storm.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import { formatHeal, formatVerdict, verdictSymbols } from '../show/comparison-rows.ts';

/** Without a terminal, an unchanged line is written only this often by the wall clock. */
const sameLineEveryMs = 20_000;

/**
 * Starts to show a storm's progress.
 * @param options.isLive one line is redrawn; otherwise lines are added
 * @param options.what a description of the storm, written at once
 * @param options.clockSpeed how many of the storm's seconds pass each second
 * @param options.lastsMs how long it may take on its own clock
 */
export function createStormProgress({
  stream,
  isLive,
  what,
  clockSpeed = 1,
  lastsMs,
}: {
  stream: { write(text: string): unknown };
  isLive: boolean;
  what: string;
  clockSpeed?: number | undefined;
  lastsMs: number;
}): {
  observed(observation: Pick<StormObservation, 'elapsedMs' | 'onlineShare'>): void;
  done(): void;
} {
  let shownShare = Number.NaN;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  const sameLineAfterMs = sameLineEveryMs * Math.max(1, clockSpeed);
  stream.write(`storming: ${plainLine(what)}${paceWords(clockSpeed)}\n`);
  stream.write(longStormNote(lastsMs, clockSpeed));
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

function paceWords(clockSpeed: number): string {
  if (clockSpeed === 1) return '';
  return clockSpeed === 0
    ? ', its clock paused'
    : `, ${formatCount(clockSpeed)} times the wall clock`;
}

/** Who waits for less is not told. */
const toldFromMs = 15 * 60_000;

/** How long a storm may take, where that is long by the wall clock. */
function longStormNote(lastsMs: number, clockSpeed: number): string {
  const wallMs = lastsMs / Math.max(1, clockSpeed);
  if (wallMs < toldFromMs) return '';
  const onItsClock = clockSpeed > 1 ? `, ${formatDuration(lastsMs)} by the clock there` : '';
  return `it takes up to ${formatDuration(wallMs)}${onItsClock}; Ctrl-C ends only the watching\n`;
}

/** The verdict on a finished storm and its checks, a line each, and the reason. */
export function formatStorm(policy: string, storm: DeployedStorm, seen: SeenMeters): string {
  const { violations, verdict } = storm;
  return [
    ...stormRows(storm, seen).map(([name, value]) => `${name.padEnd(30)} ${value}`),
    ...violations.slice(0, violationsShownMax).map((violation) => `  ${plainLine(violation)}`),
    ...spentLines(storm),
    plainLine(`${policy}: ${judgedWords(storm)}; ${verdict.sentence}`),
    '',
  ].join('\n');
}

/** The measures of a finished storm, each with its name. */
export function stormRows(
  storm: DeployedStorm,
  seen: SeenMeters,
): readonly (readonly [name: string, value: string])[] {
  const { onlineCount, populationCount, plannedRestartCount, restartedCount } = storm;
  const { violations, deadLetters } = storm;
  const dead = Object.values(deadLetters).reduce((sum, count) => sum + count, 0);
  return [
    ['Verdict', judgedWords(storm)],
    ['Execution', plainLine(storm.outcome)],
    ['Healed, after the last restart', formatHeal(storm)],
    ['Below target, after the waves', formatDuration(storm.belowTargetAfterMs)],
    ['Worst share offline', formatShare(storm.worstOfflineShare)],
    ['Online, full scan', `${formatCount(onlineCount)} of ${formatCount(populationCount)}`],
    ['PCs restarted', `${formatCount(restartedCount)} of ${formatCount(plannedRestartCount)}`],
    ['Violations, full scan', formatCount(violations.length)],
    [
      'Dead-lettered / quarantined',
      `${formatCount(dead)} / ${formatCount(storm.quarantinedCount)}`,
    ],
    ['Billed quantities', formatSeen(seen)],
    ['Took', formatDuration(storm.seconds * 1000)],
    ['Run', storm.runId],
  ];
}

function judgedWords(storm: DeployedStorm): string {
  return plainLine(`${verdictSymbols[storm.verdict.kind]} ${formatVerdict(storm)}`);
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
