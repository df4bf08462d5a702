// A verification for the terminal: a table for each policy, and the verdict in words.
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import type { ComparedRow, RowVerdict } from '#runner/verify/compare-measured.ts';
import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';

/**
 * The comparison of both clouds under one policy: a line for each quantity, then what no line
 * covers.
 */
export function verificationTable(verified: VerifiedPolicy): string {
  const { comparison, policy, scenario, nodes, against, reference } = verified;
  const { rows, zeroes, seedCount, endedAlikeCount, violations } = comparison;
  const lines = rows.filter(({ verdict }) => verdict !== 'excused').map(lineOf);
  const heading = ['', reference, against, 'distance', '99 % of seeds', 'tolerance', ''];
  return [
    `${scenario}, ${formatCount(nodes)} nodes, ${policy}, medians over ${formatSeeds(seedCount)}`,
    ...aligned([heading, ...lines]),
    ...notesOf(rows, against),
    ...(zeroes.length > 0 ? [`0 in every run of both: ${zeroes.join(', ')}`] : []),
    `ended alike: ${endedAlikeCount} of ${seedCount}`,
    ...violations.map((words) => `✗ violated in the ${against}: ${words}`),
  ].join('\n');
}

/** The last line: whether the clouds agree, and if not, in which quantities they differ. */
export function formatVerdict(verified: readonly VerifiedPolicy[]): string {
  const { seedCount } = verified[0]?.comparison ?? { seedCount: 0 };
  const few = seedCount < seedsPromised ? ` ${formatCount(seedCount)} are few: ${fewWords}` : '';
  const rows = verified.flatMap(({ comparison }) => comparison.rows);
  const broken = verified.flatMap(({ comparison }) => comparison.violations);
  const compared = rows.filter(({ verdict }) => verdict !== 'excused').length;
  const out = rows.filter(({ verdict }) => verdict === 'outside' || verdict === 'missing');
  const unsure = rows.filter(({ verdict }) => verdict === 'unsure');
  const against = [...new Set(verified.map((one) => one.against))].join(' and the ');
  const isOne = new Set(verified.map((one) => one.reference)).size <= 1;
  const all = `${formatCount(compared)} counts and meters`;
  if (out.length > 0 || broken.length > 0) {
    const violations =
      broken.length > 0 ? `, and ${formatCount(broken.length)} violated invariants` : '';
    return `✗ They disagree: ${namesOf(out)} of ${all}${violations}.${few}`;
  }
  if (unsure.length > 0) {
    const words = `${namesOf(unsure)} of ${all} are out of tolerance, perhaps by chance`;
    return `? Too few seeds to say: ${words}.${few}`;
  }
  const within = isOne ? "within tolerance of the local cloud's" : 'within tolerance of each other';
  return `✓ They agree: ${all} of the ${against} are ${within}.${few}`;
}

/** The design promises its tolerances for medians of this many seeds. */
const seedsPromised = 10;
const fewWords = `the tolerances are meant for ${seedsPromised} and more.`;

function lineOf({ name, kind, local, other, distance, interval, ...row }: ComparedRow): string[] {
  const note = row.verdict === 'within' && row.note !== null ? ` (${row.note})` : '';
  return [
    name,
    formatQuantity(kind, local),
    other === null ? 'none' : formatQuantity(kind, other),
    distance === null ? '' : formatDistance(distance),
    interval === null ? '' : interval.map(formatDistance).join(' to '),
    distance === null ? '' : formatTolerance(kind, row.tolerance, local),
    `${verdictMarks[row.verdict]}${note}`,
  ];
}

const verdictMarks: Readonly<Record<RowVerdict, string>> = {
  within: '✓',
  unsure: '? may be chance',
  outside: '✗ outside',
  missing: '✗ missing',
  excused: '- not compared',
};

function formatQuantity(kind: ComparedRow['kind'], value: number): string {
  if (kind === 'share') return formatShare(value);
  if (kind !== 'duration') return formatCount(value);
  return value === Number.POSITIVE_INFINITY ? 'never' : formatDuration(value);
}

function formatDistance(share: number): string {
  if (Number.isNaN(share)) return 'unknown';
  if (!Number.isFinite(share)) return 'all';
  const percent = (share * 100).toFixed(1);
  return `${share > 0 ? '+' : ''}${percent === '-0.0' ? '0.0' : percent} %`;
}

function formatTolerance(kind: ComparedRow['kind'], tolerance: number, local: number) {
  const share = tolerance / Math.abs(local);
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : formatQuantity(kind, tolerance);
}

function notesOf(rows: readonly ComparedRow[], against: string): string[] {
  const missing = rows
    .filter(({ verdict }) => verdict === 'missing')
    .map(({ name }) => `${name} is not in the ${against}`);
  const excused = rows.filter(({ verdict }) => verdict === 'excused');
  const excuses = [...new Set(excused.map(({ note }) => note ?? ''))].map((excuse) => {
    const names = namesOf(excused.filter(({ note }) => note === excuse));
    return `not compared, since ${excuse}: ${names}`;
  });
  return [...missing, ...excuses];
}

/** How many names are listed; the table has them all. */
const namesMax = 5;

function namesOf(rows: readonly ComparedRow[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const more = names.length > namesMax ? ', ...' : '';
  return `${formatCount(rows.length)} (${names.slice(0, namesMax).join(', ')}${more})`;
}

function formatSeeds(count: number): string {
  return count === 1 ? 'one seed' : `${formatCount(count)} seeds`;
}

/** Aligns names to the left and numbers to the right, without blanks at the end of a line. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  );
  return table.map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const isText = column === 0 || column === line.length - 1;
        return isText ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
