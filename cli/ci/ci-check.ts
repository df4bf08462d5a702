/** One thing that a command checked, as a CI system shows it: a verdict or a threshold. */
export interface CiCheck {
  /** What was checked: a policy, or a setting of a sweep. */
  readonly about: string;
  /** What was asked of it, such as `verdict` or `heal>10min`. */
  readonly name: string;
  /** `unknown`: it could not be decided. */
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** What was found. */
  readonly sentence: string;
  /** The real time that it took; absent where that is not known. */
  readonly wallMs?: number;
}
