// Several stations side by side, for people.
import { formatCount, formatShare } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { endingSentence } from './format-station.ts';
import type { StationRun } from './station-run.ts';

/** The heads of the table's columns. */
export const sideHeads = [
  'station',
  'ends',
  'load',
  'attempts/request',
  'answered',
  'late work',
  'queue',
] as const;

/** What the figures are about. */
export const sideNote = 'All of the last fifth of each run; the queue at its end.';

/** A row of the table: the end of a station's run. */
export function sideRow({ name, ending }: StationRun): string[] {
  const { kind, loadShare, attemptsPerRequest, answeredShare, lateShare, queueAtEnd } = ending;
  return [
    name,
    kind,
    formatShare(loadShare),
    attemptsPerRequest === null ? 'none' : attemptsPerRequest.toFixed(2),
    answeredShare === null ? 'none' : formatShare(answeredShare),
    formatShare(lateShare),
    formatCount(queueAtEnd),
  ];
}

/** The table, and a sentence for each station. */
export function formatStations(runs: readonly StationRun[]): string {
  const colAligns = sideHeads.map((_, index) => (index < 2 ? 'left' : 'right'));
  const table = plainTable([[...sideHeads], ...runs.map(sideRow)], { colAligns });
  const sentences = runs.map(({ name, ending }) => `${name}: ${endingSentence(ending)}`);
  return `${[table, '', sideNote, '', ...sentences].join('\n')}\n`;
}
