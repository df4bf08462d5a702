// The figures of the wire by name: what the record has, and what two weeks of a model have.
import { median } from 'simple-statistics';
import { type WireRecord, type WireWeeks, wireRecord2007 } from '#scenarios/wire-record-2007.ts';
import { type WireChange, wireChange } from './compare-weeks.ts';
import type { WireSummary } from './wire-summary.ts';

/** Both weeks of one policy and seed. */
export interface WeekPair {
  readonly quiet: WireSummary;
  readonly storm: WireSummary;
}

/**
 * - `ratio`: the storm's week to the quiet one, for each hour
 * - `share`: of the flows in a week, 0 to 1
 * - `peerShare`: of the peers met in a week, 0 to 1
 * - `number`: a plain number of a week
 */
export type FigureKind = 'ratio' | 'share' | 'peerShare' | 'number';

/** A figure of the record that the model has, too. */
export interface WireFigure {
  /** The column's name in files. */
  readonly name: string;
  /** The heading in tables. */
  readonly heading: string;
  readonly kind: FigureKind;
  /** Of the record; null where it has words alone. A ratio has no value before. */
  readonly recordBefore: number | null;
  readonly record: number | null;
  readonly before: (pair: WeekPair) => number | null;
  readonly during: (pair: WeekPair) => number | null;
}

/** The figures, in the order of tables. */
export const wireFigures: readonly WireFigure[] = [
  ratio('flowsRatio', 'flows', 'flows'),
  ratio('peersRatio', 'peers met', 'peers'),
  ratio('busiestPeersRatio', 'most of one', 'busiestPeers'),
  ratio('longerRatio', 'longer', 'longer'),
  ofWeek('busiestShare', 'busiest host', 'share'),
  ofWeek('topTenShare', 'ten busiest', 'share'),
  ofWeek('answeredShare', 'answered', 'peerShare'),
  ofWeek('unansweredShare', 'unanswered', 'peerShare'),
  ofWeek('longerShare', 'longer', 'peerShare'),
  ofChange('rankCorrelation', 'ranks agree'),
  ofChange('leaps', 'leaps'),
];

/** What the record has and no model of log-ins can have. */
export const notExpressed: readonly { readonly name: string; readonly reason: string }[] = [
  { name: 'packets and bytes', reason: 'a flow of the model has no packets, and no size' },
  {
    name: 'packets a flow of heavy signalers',
    reason: 'the record has them for PCs outside that sent at least 25 flows to the campus',
  },
  {
    name: 'the week after',
    reason: 'settings were changed then; the model has one set, so its week after is its quiet one',
  },
];

/** The middle of a figure over seeds; null where some seed has none. */
export function overPairs(
  pairs: readonly WeekPair[],
  of: (pair: WeekPair) => number | null,
): number | null {
  const values = pairs.map(of).filter((value) => value !== null);
  return values.length < pairs.length || values.length === 0 ? null : median(values);
}

function ratio(
  name: keyof WireChange,
  heading: string,
  recorded: 'flows' | 'peers' | 'busiestPeers' | 'longer',
): WireFigure {
  const { before, during }: WireWeeks = wireRecord2007[recorded];
  return { ...ofChange(name, heading), kind: 'ratio', record: during / before };
}

function ofChange(name: keyof WireChange, heading: string): WireFigure {
  return {
    name,
    heading,
    kind: 'number',
    recordBefore: null,
    record: null,
    before: () => null,
    during: ({ quiet, storm }) => wireChange(quiet, storm)[name],
  };
}

function ofWeek(
  name: keyof WireRecord & keyof WireSummary,
  heading: string,
  kind: FigureKind,
): WireFigure {
  const { before, during } = wireRecord2007[name];
  return {
    name,
    heading,
    kind,
    recordBefore: before,
    record: during,
    before: ({ quiet }) => quiet[name],
    during: ({ storm }) => storm[name],
  };
}
