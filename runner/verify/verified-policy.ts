// The findings of a verification under one policy.
import type { Comparison } from './compare-measured.ts';
import type { Measured, MeasuredElsewhere } from './measured.ts';

/** The comparison of two clouds under one policy. */
export interface VerifiedPolicy {
  readonly scenario: string;
  readonly policy: string;
  readonly nodes: number;
  /** What the other was held against, in words. */
  readonly reference: 'local cloud' | 'twin';
  /** What was compared with it, in words. */
  readonly against: 'twin' | 'local cloud again' | 'deployed stack';
  readonly comparison: Comparison;
  /** The measurements of every seed, in the order of the seeds. */
  readonly runs: {
    /** Those of the reference. */
    readonly local: readonly Measured[];
    readonly other: readonly MeasuredElsewhere[];
  };
}
