/** Something in a scenario that makes no sense. */
export interface ScenarioProblem {
  /** Where it stands, e.g. `storm.zones[1].nodeShare`. */
  readonly field: string;
  /** What was expected, and what is there. */
  readonly reason: string;
}

/** What a number has to be. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}

/** A share of a whole. */
export const aShare: NumberRule = { min: 0, max: 1 };

/** Nothing wrong, or that a number is not what it has to be. */
export function numberProblem(field: string, value: number, rule: NumberRule): ScenarioProblem[] {
  const kind = rule.isWhole ? 'a whole number' : 'a number';
  const isKind = rule.isWhole ? Number.isInteger(value) : Number.isFinite(value);
  if (isKind && value >= rule.min && value <= rule.max) return [];
  return [{ field, reason: `expected ${kind} from ${rule.min} to ${rule.max}, got ${value}` }];
}

/** Nothing wrong, or a problem that is there if a condition is. */
export function problemIf(isWrong: boolean, field: string, reason: string): ScenarioProblem[] {
  return isWrong ? [{ field, reason }] : [];
}
