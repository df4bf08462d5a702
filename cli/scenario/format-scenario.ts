// A scenario in words for the terminal, and the list of its fields.
import { marks, type Scenario, type ScenarioScale } from '#domain/scenario/scenario.ts';
import type { NumberRange } from '#domain/scenario/scenario-ranges.ts';
import {
  formatCount,
  formatDuration,
  formatMoment,
  formatShare,
  formatTarget,
} from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { fieldsOf, type ScenarioField } from './field-list.ts';

/** A scenario in some thirty lines. */
export function formatScenario(scenario: Scenario, width: number): string {
  const { name, title, story = [], storm, target, startMs } = scenario;
  const rows = [
    ['Network, local cloud', networkOf(scenario.embedded)],
    ...(scenario.full === undefined ? [] : [['Network, full size', networkOf(scenario.full)]]),
    ['The run begins', formatMoment(startMs)],
    ...storm.nights.map((night) => [`Wave: ${night.label}`, waveOf(night, storm.zones)]),
    ['Each wave is spread over', formatDuration(storm.spreadMs)],
    ['Who is on', storm.day === null ? 'everybody, always' : 'follows a day, zone by zone'],
    ['Time zones', storm.zones.map(({ label }) => label).join(', ')],
    ['Target', `${formatTarget(target.onlineShare)} ${within(target.healWithinMs)}`],
    ...Object.entries(scenario.expected).map(([policy, kinds]) => [
      `Expected of ${policy}`,
      kinds.join(', '),
    ]),
    ['A registration lives', formatDuration(scenario.timings.leaseMs)],
    ['Assumptions', notesOf(scenario)],
  ];
  const first = Math.max(...rows.map(([label = '']) => label.length));
  const layout = { colWidths: [first, Math.max(20, width - first - 2)], wordWrap: true };
  const told = story.length === 0 ? '' : `\n${wrapLines(story.join(' '), width, '')}\n`;
  const head = wrapLines(`${name}: ${title}`, width, '');
  const how = `Each field, with its unit, range and source: rebootstorm scenario fields ${name}`;
  return `${head}\n${told}\n${plainTable(rows, layout)}\n\n${wrapLines(how, width, '  ')}\n`;
}

/** The fields of a scenario: two or three lines each, folder by folder. */
export function formatFields(scenario: Scenario, width: number): string {
  const shown = fieldsOf(scenario).filter(isShown);
  return shown
    .map((field, at) => {
      const before = shown[at - 1];
      const isNew = before !== undefined && folderOf(before) !== folderOf(field);
      return `${isNew ? '\n' : ''}${formatField(field, width)}`;
    })
    .join('');
}

function folderOf({ path }: ScenarioField): string {
  return path.split('.').slice(0, -1).join('.');
}

/** A scale may have each timing of its own. Those that it does not have would fill two pages. */
function isShown({ path, values }: ScenarioField): boolean {
  return values.length > 0 || !/^(embedded|full)\.timings\./.test(path);
}

function formatField({ path, says, unit, range, values, notes }: ScenarioField, width: number) {
  const facts = [
    `${path} = ${valuesOf(values, unit)}`,
    ...(range === null ? [] : [formatRange(range, unit)]),
    ...(unit === null || unit === 'ms' || unit.startsWith('share') ? [] : [`in ${unit}`]),
    knownAs(notes),
  ];
  const line = facts.filter((fact) => fact !== '').join('; ');
  return `${wrapLines(line, width, '    ')}\n  ${wrapLines(says, width - 2, '  ')}\n`;
}

function formatRange({ min, max, isAboveMin }: NumberRange, unit: string | null): string {
  const [least, most] = [amount(min, unit), amount(max, unit)];
  return isAboveMin === true ? `above ${least} and at most ${most}` : `from ${least} to ${most}`;
}

function valuesOf(values: readonly unknown[], unit: string | null): string {
  const different = [...new Set(values)];
  if (different.length === 0) return 'left out';
  const numbers = different.filter((value) => typeof value === 'number');
  if (numbers.length === different.length && numbers.length > 2)
    return `${amount(Math.min(...numbers), unit)} to ${amount(Math.max(...numbers), unit)}`;
  const words = different.map((value) =>
    typeof value === 'number' ? amount(value, unit) : String(value),
  );
  const shown = words.slice(0, 2).join(', ');
  return words.length > 2 ? `${shown} and ${words.length - 2} more` : shown;
}

/** A number in the unit that `--vary` takes, such as `33 h`; other units stand once in the line. */
function amount(value: number, unit: string | null): string {
  if (unit !== 'ms') return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
  // A moment; no duration is as long.
  if (value >= 366 * 86_400_000) return new Date(value).toISOString().slice(0, 16);
  return formatDuration(value);
}

function knownAs(notes: ScenarioField['notes']): string {
  const found = marks.filter((mark) => notes.some(({ provenance }) => provenance === mark));
  const [only] = notes;
  if (only === undefined) return '';
  return notes.length === 1 ? `${only.provenance} (${only.source})` : found.join(' and ');
}

function networkOf({ shape }: ScenarioScale): string {
  const { nodeCount, cellNodes, clientsPerSupernode } = shape;
  return (
    `${formatCount(nodeCount)} nodes in cells of ${formatCount(cellNodes)}, ` +
    `a supernode for ${formatCount(clientsPerSupernode)} clients`
  );
}

function waveOf(
  { threeAmUtcMs, restartShare, strikes }: Scenario['storm']['nights'][number],
  [zone, ...others]: Scenario['storm']['zones'],
): string {
  const shares = typeof restartShare === 'number' ? [restartShare] : Object.values(restartShare);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const share =
    least === most ? formatShare(least) : `${formatShare(least)} to ${formatShare(most)}`;
  const who = strikes === 'supernodes' ? 'the supernodes restart' : 'the nodes that are on restart';
  const firstAtMs = threeAmUtcMs - (zone?.utcOffsetMinutes ?? 0) * 60_000;
  const when = `at ${formatMoment(firstAtMs)}`;
  if (others.length === 0) return `${when}: ${share} of ${who}`;
  return `${when}, 03:00 at ${zone?.label}, and so on: ${share} of ${who}`;
}

function within(healWithinMs: number): string {
  return `signed in again within ${formatDuration(healWithinMs)} of the last restart`;
}

function notesOf({ assumptions }: Scenario): string {
  const counts = marks.map((mark) => {
    const count = assumptions.filter(({ provenance }) => provenance === mark).length;
    return `${count} ${mark}`;
  });
  return `${assumptions.length}: ${counts.join(', ')}`;
}
