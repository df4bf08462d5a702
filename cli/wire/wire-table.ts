// The figures of the wire as tables: the record's row first, then one for each policy.
import {
  type FigureKind,
  notExpressed,
  overPairs,
  type WireFigure,
  wireFigures,
} from '#runner/wire/wire-figures.ts';
import { plainTable } from '../show/plain-table.ts';
import type { WirePair } from './wire-runs.ts';

/** A table of some of the figures. */
export interface FigureTable {
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
}

/** The pairs of each policy, in order. */
export function byPolicy(pairs: readonly WirePair[]): [policy: string, pairs: WirePair[]][] {
  const names = [...new Set(pairs.map(({ policy }) => policy))];
  return names.map((name) => [name, pairs.filter(({ policy }) => policy === name)]);
}

/** All figures in four tables, medians over the seeds. */
export function figureTables(pairs: readonly WirePair[]): FigureTable[] {
  const ratios = wireFigures.filter(({ kind }) => kind === 'ratio');
  const shares = wireFigures.filter(({ kind }) => kind === 'share');
  const peers = wireFigures.filter(({ kind }) => kind === 'peerShare');
  const numbers = wireFigures.filter(({ kind }) => kind === 'number');
  return [
    { caption: 'The storm to the quiet week, for each hour', rows: rowsOf(ratios, pairs) },
    { caption: 'Shares of flows, quiet week > storm', rows: rowsOf(shares, pairs) },
    { caption: 'Shares of peers met, quiet week > storm', rows: rowsOf(peers, pairs) },
    { caption: 'Ranks of the hosts by what they were asked', rows: rowsOf(numbers, pairs) },
  ];
}

/** The tables for the terminal, ending in a newline. */
export function wireTables(pairs: readonly WirePair[]): string {
  const tables = figureTables(pairs).map(
    ({ caption, rows }) => `${caption}:\n\n${plainTable(rows)}\n`,
  );
  const missing = notExpressed.map(({ name, reason }) => `  ${name}: ${reason}\n`);
  return `${tables.join('\n')}\nNot in the model:\n${missing.join('')}`;
}

function rowsOf(figures: readonly WireFigure[], pairs: readonly WirePair[]): string[][] {
  return [
    ['', ...figures.map(({ heading }) => heading)],
    ['record', ...figures.map((one) => cell(one.kind, one.recordBefore, recordOf(one)))],
    ...byPolicy(pairs).map(([policy, own]) => [
      policy,
      ...figures.map(({ kind, before, during }) =>
        cell(kind, overPairs(own, before), overPairs(own, during)),
      ),
    ]),
  ];
}

/** The record says of ranks in words that they mostly stay, and names two that leap. */
function recordOf({ name, record }: WireFigure): number | string | null {
  if (name === 'rankCorrelation') return 'mostly';
  return name === 'leaps' ? 'a few' : record;
}

function cell(kind: FigureKind, before: number | null, during: number | string | null): string {
  if (during === null) return '-';
  const now = typeof during === 'string' ? during : formatFigure(kind, during);
  return before === null ? now : `${formatFigure(kind, before)} > ${now}`;
}

/** A figure in its unit, with two or three digits. */
export function formatFigure(kind: FigureKind, value: number): string {
  if (kind === 'ratio') return `x ${digits(value)}`;
  return kind === 'number' ? digits(value) : `${digits(value * 100)} %`;
}

function digits(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)).toString();
}
