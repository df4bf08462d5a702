// A swarm in words: what was drawn, what failed, how to repeat it, and the sums.
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import type { SwarmCase } from '#runner/swarm/swarm-case.ts';
import type { SwarmOutcome } from '#runner/swarm/swarm-outcome.ts';
import type { SwarmSums } from '#runner/swarm/swarm-sums.ts';

/** Every drawn parameter of a case, a line for each part. */
export function formatCase(drawn: SwarmCase): string {
  const { seed, pace, faults, quiescentAtMs, silence, copies, adversaries, mustHeal, planned } =
    drawn;
  const { policy, cells, timings, sizes, storm, target, startsAtMs } = planned.settings;
  const { zones, ...shape } = planned.shape;
  const after = (atMs: number) => `${((atMs - startsAtMs) / 1000).toFixed(1)} s`;
  const struck = Object.fromEntries(Object.entries(faults).filter(([, rate]) => rate > 0));
  const parts: [string, unknown][] = [
    ['seed', seed],
    ['pace', pace],
    ['policy', policy.id],
    ['must heal', mustHeal],
    ['starts', new Date(startsAtMs).toISOString()],
    ['cells', cells.length],
    ['network', shape],
    ['sizes', sizes],
    ['timings', timings],
    ['target', target],
    ['nights', storm.nights.map((one) => ({ ...one, threeAmUtcMs: after(one.threeAmUtcMs) }))],
    ['zones', zones],
    ['spread', formatDuration(storm.spreadMs)],
    ['day', storm.day],
    ['growth a day', storm.growthPerDay],
    ['faults', struck],
    ['quiescent after', after(quiescentAtMs)],
    ['silence', silence && { ...silence, fromMs: after(silence.fromMs), untilMs: 'the quiescent' }],
    ['copies', copies && { ...copies, fromMs: 'the start', untilMs: 'the quiescent' }],
    ['adversaries', adversaries.map(({ kind, atMs }) => `${kind} after ${after(atMs)}`)],
  ];
  return parts.map(([name, value]) => `  ${name.padEnd(12)} ${formatValue(value)}`).join('\n');
}

function formatValue(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(formatValue).join('; ');
  const entries = Object.entries(value).map(([name, one]) => `${name} ${formatMember(one)}`);
  return entries.length === 0 ? 'none' : entries.join(', ');
}

/** Whole numbers keep all their digits. Four digits would round durations. */
function formatMember(value: unknown): string {
  return typeof value === 'number' && Number.isInteger(value) ? String(value) : formatValue(value);
}

/** The failures of a seed, each with the history of its item. */
export function formatFailure({ failures }: SwarmOutcome): string {
  return failures
    .map(({ what, words, excerpt }) => [`✗ ${what}: ${words}`, ...excerpt].join('\n'))
    .join('\n');
}

/** A failed seed in one line, and the command that replays it. */
export function formatReplay({ seed, policy, failures }: SwarmOutcome): string {
  const [first] = failures;
  const others = failures.length > 1 ? `, and ${failures.length - 1} more` : '';
  return [
    `✗ seed ${seed} (${policy}): ${first?.what}: ${first?.words}${others}`,
    `  npx rebootstorm swarm --seed ${seed} --seeds 1`,
  ].join('\n');
}

/** One seed in one line. */
export function formatOutcome(outcome: SwarmOutcome): string {
  const { failures, reported, virtualMs, messagesHandled, entriesChecked } = outcome;
  return [
    failures.length === 0 ? '✓ green' : `✗ ${failures.length} failures`,
    reported === null ? 'never reported' : `the state machine reports: ${reported}`,
    `${formatDuration(virtualMs)} of virtual time`,
    `${formatCount(messagesHandled)} messages`,
    `${formatCount(entriesChecked)} entries of history checked`,
  ].join('; ');
}

/** The sums of a swarm. */
export function formatSum(sums: SwarmSums, seconds: number): string {
  const { seeds, failedSeeds, messagesHandled, entriesChecked, invariants, faults } = sums;
  const perSecond = seconds > 0 ? seeds / seconds : 0;
  const known = Object.entries(invariants).map(
    ([id, { holds, violated, unknown, excused }]) =>
      `  ${id.padEnd(24)} ${formatCount(holds)} hold, ${formatCount(violated)} violated, ` +
      `${formatCount(unknown)} unknown` +
      (excused > 0 ? `, ${formatCount(excused)} excused: it could not be kept there` : ''),
  );
  const strikes = Object.entries(faults).map(([kind, count]) => `${kind} ${formatCount(count)}`);
  return [
    `${formatCount(seeds)} seeds in ${formatDuration(seconds * 1000)}, ` +
      `${perSecond.toFixed(1)} a second: ${formatCount(failedSeeds.length)} failed`,
    `${formatCount(messagesHandled)} messages handled, ` +
      `${formatCount(entriesChecked)} entries of history checked against every invariant:`,
    ...known,
    `faults: ${strikes.join(', ')}`,
  ].join('\n');
}
