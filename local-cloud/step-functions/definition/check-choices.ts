// The checks of a Choice's rules.

import type { JsonObject } from '../../service.ts';
import { timestampMs } from '../data/iso-time.ts';
import { isPath } from '../data/paths.ts';
import { isObject } from '../data/state-data.ts';
import { ruleMembers, ruleOperators } from './choice-rules.ts';
import { checkFields, invalid, requireFields } from './definition-errors.ts';

/** Checks that each rule of a Choice has one known operator and, at the top, a Next. */
export function checkChoices(state: JsonObject, statePlace: string): void {
  const rules = state.Choices;
  const place = `${statePlace}/Choices`;
  if (!Array.isArray(rules)) throw invalid(place, 'Expected value of type [ARRAY]');
  if (rules.length === 0) throw invalid(place, 'Value cannot be empty');
  rules.forEach((rule: unknown, index) => {
    checkRule(rule, `${place}[${index}]`);
    if (isObject(rule)) requireFields(rule, ['Next'], `${place}[${index}]`);
  });
}

function checkRule(rule: unknown, place: string): void {
  if (!isObject(rule)) throw invalid(place, 'Expected value of type [OBJECT]');
  checkFields(rule, [...ruleMembers, ...ruleOperators], place);
  const groups = ['And', 'Or', 'Not'].filter((key) => rule[key] !== undefined);
  const operators = Object.keys(rule).filter((key) => ruleOperators.includes(key));
  if (groups.length + operators.length !== 1) {
    throw invalid(place, 'A rule has exactly one operator');
  }
  const [operator] = operators;
  if (operator !== undefined) checkComparison(rule, operator, place);
  for (const key of groups) {
    const parts = key === 'Not' ? [rule.Not] : rule[key];
    if (!Array.isArray(parts)) throw invalid(`${place}/${key}`, 'Expected value of type [ARRAY]');
    if (parts.length === 0) throw invalid(`${place}/${key}`, 'Value cannot be empty');
    parts.forEach((part: unknown, index) => {
      checkRule(part, key === 'Not' ? `${place}/Not` : `${place}/${key}[${index}]`);
    });
  }
}

function checkComparison(rule: JsonObject, operator: string, place: string): void {
  if (typeof rule.Variable !== 'string' || !isPath(rule.Variable)) {
    throw invalid(place, 'A comparison needs a Variable that is a path');
  }
  const value = rule[operator];
  if (operator.endsWith('Path')) {
    if (typeof value === 'string' && isPath(value)) return;
    throw invalid(`${place}/${operator}`, 'The value must be a path');
  }
  if (isComparable(operator, value)) return;
  throw invalid(`${place}/${operator}`, `The value ${JSON.stringify(value)} is of another type`);
}

function isComparable(operator: string, value: unknown): boolean {
  if (operator.startsWith('Is') || operator.startsWith('Boolean'))
    return typeof value === 'boolean';
  if (operator.startsWith('Numeric')) return typeof value === 'number';
  if (operator.startsWith('Timestamp')) return timestampMs(value) !== undefined;
  return typeof value === 'string';
}
