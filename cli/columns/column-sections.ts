// The columns by the file that has them, for docs/columns.md.
import { type ColumnTable, column } from './column-words.ts';
import { countWords } from './count-words.ts';
import { focusColumns } from './focus-columns.ts';
import {
  costColumns,
  effectColumns,
  identityColumns,
  monthColumns,
  resultColumns,
  runNumbers,
  sampleColumns,
  stationColumns,
  whatIfColumns,
} from './run-columns.ts';
import { stationPointColumns } from './station-columns.ts';
import { wireColumns } from './wire-columns.ts';

/** Columns under one heading. */
export interface ColumnSection {
  readonly title: string;
  /** Which files have them; Markdown. */
  readonly about: string;
  readonly columns: ColumnTable;
}

const counts: ColumnTable = Object.fromEntries(
  Object.entries(countWords).map(([name, about]) => [`count.${name}`, column('number', about)]),
);

/** Every section, in the order of the page. */
export const columnSections: readonly ColumnSection[] = [
  {
    title: 'Which run a row is of',
    about: 'In `points.csv`, `runs.csv`, `months.csv` and `series.csv`, as far as rows differ.',
    columns: identityColumns,
  },
  {
    title: 'What came of it',
    about: 'In `points.csv`, in part in `months.csv`, and for each run in `result.json`.',
    columns: resultColumns,
  },
  { title: 'More of a run', about: 'In `result.json` alone.', columns: runNumbers },
  {
    title: 'Counts',
    about:
      'What the functions count: in `points.csv`, and without `count.` in `counts` of ' +
      '`result.json`. Words such as candidate and lease: [glossary](glossary.md).',
    columns: counts,
  },
  {
    title: 'The curves of a run',
    about: 'In `series.csv`, a row for each sample and policy.',
    columns: sampleColumns,
  },
  {
    title: 'Months',
    about: 'In `months.csv` alone, with `vary.<field>` for each field that is varied.',
    columns: monthColumns,
  },
  {
    title: 'Costs',
    about:
      "In a cost's `points.csv` alone. There is also a column for each setting that is varied " +
      '([settings](costs.md#settings)), and `billUsd.<service>` for what each service bills.',
    columns: costColumns,
  },
  {
    title: 'Effects',
    about:
      'In `effects.csv`, and in both files of [effects](effects.md) a column of 0 and 1 for ' +
      'each hypothesis. The measures in `runs.csv` are those of [thresholds](thresholds.md).',
    columns: effectColumns,
  },
  {
    title: 'The wire',
    about: 'In `wire.csv` of [the wire](wire.md) alone. What cannot be said is empty.',
    columns: wireColumns,
  },
  {
    title: 'What if',
    about:
      'In `what-if.csv` of [what if](what-if.md), with measures of [thresholds](thresholds.md).',
    columns: whatIfColumns,
  },
  {
    title: 'The curves of stations',
    about: 'In the `series.csv` of stations, a row for each interval.',
    columns: stationColumns,
  },
  {
    title: 'Sweeps of stations',
    about:
      'In the `points.csv` of [stations](stations.md), with a column for each varied field. The ' +
      'ending and its figures are of the last fifth of a run, the counts of the whole run.',
    columns: stationPointColumns,
  },
  {
    title: 'Bills',
    about:
      'In `bill.csv`, which has all columns of FOCUS 1.2 as AWS exports it. Those that are not ' +
      'here stay empty: a forecast has no invoice, commitment, reservation or resource.',
    columns: focusColumns,
  },
];
