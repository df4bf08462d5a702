// The checks of single types of state.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { ruleMembers, ruleOperators } from './choice-rules.ts';
import { checkFields, invalid } from './definition-errors.ts';
import { catcherFields, retrierFields } from './definition-fields.ts';
import { isObject } from './state-data.ts';
import { isInvokeIntegration, lambdaInvokeParameters, lambdaInvokeResource } from './task-state.ts';

/** Checks Retry and Catch. */
export function checkHandlers(
  state: JsonObject,
  name: string,
  checkResultPath: (path: unknown, place: string) => void,
): void {
  for (const [field, fields] of [
    ['Retry', retrierFields],
    ['Catch', catcherFields],
  ] as const) {
    const handlers = state[field] ?? [];
    if (!Array.isArray(handlers)) throw invalid(`${name}.${field}`, 'must be a list');
    handlers.forEach((handler: unknown, index) => {
      const place = `${name}.${field}[${index}]`;
      if (!isObject(handler)) throw invalid(place, 'must be an object');
      checkFields(handler, fields, place);
      checkErrorNames(handler.ErrorEquals, place, index === handlers.length - 1);
      checkResultPath(handler.ResultPath, place);
      if (field === 'Catch' && typeof handler.Next !== 'string') {
        throw invalid(place, 'needs Next');
      }
    });
  }
}

/** Checks that a Task calls something that the interpreter can call. */
export function checkTask(state: JsonObject, name: string): void {
  const resource = String(state.Resource);
  const isFunction = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(resource);
  if (!isFunction && !isInvokeIntegration(resource)) {
    const known = ['a Lambda function ARN', lambdaInvokeResource];
    throw new UnsupportedError(`the resource ${resource} of ${name}`, known);
  }
  if (isFunction) return;
  const parameters = isObject(state.Parameters) ? state.Parameters : {};
  const unknown = Object.keys(parameters).find((key) => {
    return !lambdaInvokeParameters.includes(key.replace(/\.\$$/, ''));
  });
  const { InvocationType: kind = 'RequestResponse' } = parameters;
  if (unknown !== undefined || kind !== 'RequestResponse') {
    const what = unknown ?? `InvocationType ${kind}`;
    throw new UnsupportedError(`${what} in the parameters of ${name}`, lambdaInvokeParameters);
  }
}

/** Checks a Map's processor, and that tolerance is asked only of a distributed map. */
export function checkMap(state: JsonObject, name: string): void {
  const processor = state.ItemProcessor;
  if (!isObject(processor)) throw invalid(name, 'needs an ItemProcessor');
  const config = isObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
  checkFields(config, ['Mode', 'ExecutionType'], `${name}.ItemProcessor.ProcessorConfig`);
  const { Mode: mode = 'INLINE', ExecutionType: type } = config;
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') throw invalid(name, `no Mode ${mode}`);
  if (mode === 'DISTRIBUTED' && type !== 'STANDARD' && type !== 'EXPRESS') {
    throw invalid(name, 'a distributed map needs ExecutionType STANDARD or EXPRESS');
  }
  const distributedOnly = Object.keys(state).find((field) => /^(Tolerated|Label$)/.test(field));
  if (mode === 'INLINE' && distributedOnly) {
    throw invalid(name, `${distributedOnly} needs Mode DISTRIBUTED`);
  }
}

/** Checks that each rule of a Choice has one known operator and, at the top, a Next. */
export function checkChoices(state: JsonObject, name: string): void {
  const rules = state.Choices;
  if (!Array.isArray(rules) || rules.length === 0) throw invalid(name, 'needs Choices');
  rules.forEach((rule: unknown, index) => {
    const place = `${name}.Choices[${index}]`;
    checkRule(rule, place);
    if (isObject(rule) && typeof rule.Next !== 'string') throw invalid(place, 'needs Next');
  });
}

function checkRule(rule: unknown, place: string): void {
  if (!isObject(rule)) throw invalid(place, 'must be an object');
  checkFields(rule, [...ruleMembers, ...ruleOperators], place);
  const groups = ['And', 'Or', 'Not'].filter((key) => rule[key] !== undefined);
  const operators = Object.keys(rule).filter((key) => ruleOperators.includes(key));
  if (groups.length + operators.length !== 1) throw invalid(place, 'needs exactly one operator');
  if (operators.length === 1 && !String(rule.Variable).startsWith('$')) {
    throw invalid(place, 'needs a Variable that is a path');
  }
  for (const key of groups) {
    const parts = key === 'Not' ? [rule.Not] : rule[key];
    if (!Array.isArray(parts) || parts.length === 0) throw invalid(`${place}.${key}`, 'is empty');
    for (const part of parts) checkRule(part, `${place}.${key}`);
  }
}

function checkErrorNames(names: unknown, place: string, isLast: boolean): void {
  if (!Array.isArray(names) || names.length === 0 || !names.every((n) => typeof n === 'string')) {
    throw invalid(place, 'ErrorEquals must be a list of names');
  }
  if (names.includes('States.ALL') && !(isLast && names.length === 1)) {
    throw invalid(place, 'States.ALL must stand alone and last');
  }
}
