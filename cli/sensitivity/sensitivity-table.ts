// Which inputs matter, for the terminal and the report.
import { formatCount, formatShare } from '#runner/sentences/human-numbers.ts';
import type {
  Input,
  ScreenedInput,
  Sensitivity,
  SensitivityChoices,
  WeighedInput,
} from '#runner/study/sensitivity/sensitivity.ts';
import { studiedMeasures } from '#runner/study/sensitivity/studied-measures.ts';
import { augustUnknowns } from '#scenarios/unknowns/august-unknowns.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';

const columns = 100;

/** The whole text. It ends in a newline. */
export function sensitivityText(choices: SensitivityChoices, found: Sensitivity): string {
  const parts = [
    ...(found.trajectoriesDone === 0 ? [] : [plainTable([screenedHeads, ...screenedRows(found)])]),
    ...(found.weighed.length === 0 ? [] : [plainTable([weighedHeads, ...weighedRows(found)])]),
    wrapLines(effortWords(choices, found), columns, ''),
    wrapLines(conclusionOf(choices, found), columns, ''),
  ];
  return `${parts.join('\n\n')}\n`;
}

export const screenedHeads = ['input', 'moves it by', '95 %', 'on average', 'spread'];
export const weighedHeads = ['input', 'alone', '95 %', 'with others', '95 %'];

export function screenedRows({ screened }: Sensitivity): string[][] {
  return screened.map((one) => [
    inputTitle(one.input),
    digits(one.meanAbsolute),
    rangeWords(one.meanAbsoluteInterval, digits),
    digits(one.mean),
    digits(one.sd),
  ]);
}

export function weighedRows({ weighed }: Sensitivity): string[][] {
  return weighed.map((one) => [
    inputTitle(one.input),
    formatShare(Math.max(0, one.first)),
    rangeWords(one.firstInterval, formatPercent),
    formatShare(one.total),
    rangeWords(one.totalInterval, formatPercent),
  ]);
}

/** An effect with its interval, such as `12.3 (8.1 to 17)`. */
export function effectWords({ meanAbsolute, meanAbsoluteInterval }: ScreenedInput): string {
  return `${digits(meanAbsolute)} (${rangeWords(meanAbsoluteInterval, digits)})`;
}

export function inputTitle(input: Input): string {
  return input === 'chance' ? 'chance: another seed' : augustUnknowns[input].title;
}

/** How much was run. */
export function effortWords(
  { policy, nodes, trajectories, rows }: SensitivityChoices,
  { trajectoriesDone, rowsDone }: Sensitivity,
): string {
  const isWhole = trajectoriesDone >= trajectories && rowsDone >= rows;
  const left = isWhole ? '' : ' A longer --budget goes on from here.';
  return (
    `${trajectoriesDone} of ${trajectories} trajectories and ${rowsDone} of ${rows} rows are ` +
    `done, under ${policy}, in networks of ${formatCount(nodes)} nodes.${left} A cell of the ` +
    'real size has 20,000 nodes: in smaller ones chance weighs more.'
  );
}

/** What came out, in a sentence or two. */
export function conclusionOf({ measure }: SensitivityChoices, found: Sensitivity): string {
  const [first, second] = found.screened;
  if (found.trajectoriesDone === 0 || first === undefined || second === undefined)
    return 'No trajectory was done, so nothing can be said.';
  const chance = found.screened.find(({ input }) => input === 'chance');
  const moves =
    `Most moves ${studiedMeasures[measure].split(';')[0]}: ${inputTitle(first.input)} ` +
    `(${digits(first.meanAbsolute)}), then ${inputTitle(second.input)} ` +
    `(${digits(second.meanAbsolute)}). On this scale ` +
    `another seed alone has ${digits(chance?.meanAbsolute ?? Number.NaN)}: an input with less ` +
    'cannot be told from chance.';
  return `${moves}${weighedWords(found.weighed)}`;
}

function weighedWords([first]: readonly WeighedInput[]): string {
  if (first === undefined || !Number.isFinite(first.total)) return '';
  return (
    ` Of the variance among the few, ${formatShare(Math.min(1, first.total))} needs ` +
    `${inputTitle(first.input)}, alone or with others.`
  );
}

type Ends = { readonly low: number; readonly high: number };

function rangeWords({ low, high }: Ends, format: (value: number) => string): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return '-';
  return `${format(low)} to ${format(high)}`;
}

function formatPercent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function digits(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '-';
}
