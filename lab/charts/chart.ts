// A chart as plain data: what is drawn, before anything is drawn.

/** A curve: values at times, in order. */
export interface Curve {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** How a series is drawn: a policy's own dashes, or one of three looks that any chart may have. */
export type Look = 'policy' | 'solid' | 'dashed' | 'dotted' | 'points';

/** One series of one chart. */
export interface Series {
  readonly label: string;
  /** The policy whose colour it has; null: that of text. */
  readonly policyIndex: number | null;
  readonly look: Look;
  readonly curve: Curve;
  /** Whether a value holds until the next one. */
  readonly isStepped: boolean;
}

/** A distribution over time: at each time a column of shades. */
export interface HeatStrip {
  readonly atMs: readonly number[];
  /** For each time how many there are in each step of the vertical scale, from 0 up. */
  readonly bins: readonly Int32Array[];
  /** How much of the vertical scale one step is. */
  readonly valuePerBin: number;
  /** The policy whose colour it has. */
  readonly policyIndex: number;
  /** What is counted, e.g. `supernodes`. */
  readonly unit: string;
}

/** One chart, with all that is drawn in it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What is counted, for the axis, the table and the spoken words. */
  readonly unit: string;
  /** A sentence below it: what its looks mean, and how its numbers come about. */
  readonly note: string;
  readonly isLog: boolean;
  readonly isMoney: boolean;
  readonly series: readonly Series[];
  /** Drawn below the series. */
  readonly heat?: HeatStrip;
}
