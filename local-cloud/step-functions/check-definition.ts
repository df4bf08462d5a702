// Whether a definition is one that the interpreter can run. The package asl-validator knows the
// language better but takes a third of a second and cannot say which field is wrong; the tests hold
// this check against it.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { checkChoices, checkHandlers, checkMap, checkTask } from './check-state.ts';
import type { MachineDefinition } from './definition.ts';
import { checkFields, invalid } from './definition-errors.ts';
import { expressionFields, flowFields, machineFields, stateFields } from './definition-fields.ts';
import { isIntrinsic, parseIntrinsic } from './intrinsics.ts';
import { isReferencePath } from './paths.ts';
import { isObject } from './state-data.ts';

/**
 * Checks a definition and returns it as what it then is.
 * @throws {ServiceError} InvalidDefinition: AWS would refuse it, too; the message names the state
 * and the field
 * @throws {UnsupportedError} a part of the language that the local cloud does not have
 */
export function checkDefinition(definition: JsonObject): MachineDefinition {
  checkFlow(definition, 'the state machine', machineFields, new Set());
  // The walk above has looked at every field that the type speaks of.
  return definition as unknown as MachineDefinition;
}

function checkFlow(
  flow: JsonObject,
  place: string,
  moreFields: readonly string[],
  names: Set<string>,
): void {
  checkFields(flow, [...flowFields, ...moreFields], place);
  checkLanguage(flow, place);
  const { States: states, StartAt: start } = flow;
  if (!isObject(states)) throw invalid(place, 'States must be an object');
  if (typeof start !== 'string') throw invalid(place, 'StartAt must name a state');
  for (const [name, state] of Object.entries(states)) {
    if (names.has(name)) throw invalid(name, 'this name is taken by another state');
    names.add(name);
    if (!isObject(state)) throw invalid(name, 'a state must be an object');
    checkState(name, state);
    for (const [inner, fields] of innerFlows(state)) {
      checkFlow(inner, `a flow in ${name}`, fields, names);
    }
  }
  checkTransitions(states, start, place);
}

function checkState(name: string, state: JsonObject): void {
  const type = String(state.Type);
  const fields = Object.hasOwn(stateFields, type) ? stateFields[type] : undefined;
  if (!fields) {
    throw invalid(name, `no state type ${type}; known: ${Object.keys(stateFields).join(', ')}`);
  }
  checkLanguage(state, name);
  checkFields(state, fields, `${name} (${type})`);
  if (fields.includes('Next') && (state.Next === undefined) === (state.End !== true)) {
    throw invalid(name, 'needs either Next or End: true');
  }
  for (const field of expressionFields) checkExpression(state[field], `${name}.${field}`);
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector']) {
    checkTemplate(state[field], `${name}.${field}`);
  }
  checkResultPath(state.ResultPath, name);
  checkHandlers(state, name, checkResultPath);
  if (type === 'Task') checkTask(state, name);
  if (type === 'Map') checkMap(state, name);
  if (type === 'Choice') checkChoices(state, name);
  if (type === 'Wait') checkWait(state, name);
  if (type === 'Parallel' && !Array.isArray(state.Branches)) {
    throw invalid(name, 'Branches must be a list');
  }
}

function checkTransitions(states: JsonObject, start: string, place: string): void {
  const reached = new Set<string>();
  const open = [{ from: place, to: start }];
  for (let edge = open.pop(); edge; edge = open.pop()) {
    const { from, to } = edge;
    const state = Object.hasOwn(states, to) ? states[to] : undefined;
    if (!isObject(state)) throw invalid(from, `leads to ${to}, which is no state of this flow`);
    if (reached.has(to)) continue;
    reached.add(to);
    open.push(...targets(state).map((next) => ({ from: to, to: next })));
  }
  const lost = Object.keys(states).find((name) => !reached.has(name));
  if (lost !== undefined) throw invalid(lost, 'cannot be reached');
  const isEnd = (state: unknown) =>
    isObject(state) && (state.End === true || state.Type === 'Succeed' || state.Type === 'Fail');
  if (!Object.values(states).some(isEnd)) throw invalid(place, 'has no state that ends it');
}

function targets(state: JsonObject): string[] {
  const listed = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  const nexts = [state.Next, state.Default, ...listed.map((rule) => rule?.Next)];
  return nexts.filter((next) => next !== undefined).map(String);
}

function innerFlows(state: JsonObject): [JsonObject, readonly string[]][] {
  if (state.Type === 'Map' && isObject(state.ItemProcessor)) {
    return [[state.ItemProcessor, ['ProcessorConfig']]];
  }
  const branches = state.Type === 'Parallel' && Array.isArray(state.Branches) ? state.Branches : [];
  return branches.filter(isObject).map((branch) => [branch, []]);
}

function checkWait(state: JsonObject, name: string): void {
  const ways = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  if (ways.filter((way) => state[way] !== undefined).length !== 1) {
    throw invalid(name, `needs exactly one of ${ways.join(', ')}`);
  }
}

function checkLanguage(value: JsonObject, place: string): void {
  const language = value.QueryLanguage ?? 'JSONPath';
  if (language !== 'JSONPath') {
    throw new UnsupportedError(`the query language ${language} of ${place}`, ['JSONPath']);
  }
}

function checkTemplate(template: unknown, place: string): void {
  if (Array.isArray(template)) {
    template.forEach((item, index) => {
      checkTemplate(item, `${place}[${index}]`);
    });
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) checkTemplate(value, `${place}.${key}`);
    else if (typeof value === 'string') checkExpression(value, `${place}.${key}`);
    else throw invalid(`${place}.${key}`, 'must be a path or an intrinsic function');
  }
}

function checkExpression(value: unknown, place: string): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' && value.startsWith('$')) return;
  if (typeof value !== 'string' || !isIntrinsic(value)) {
    throw invalid(place, `${JSON.stringify(value)} is no path and no intrinsic function`);
  }
  try {
    parseIntrinsic(value);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw invalid(place, thrown.message);
    throw thrown;
  }
}

function checkResultPath(path: unknown, place: string): void {
  if (path === undefined || path === null) return;
  if (typeof path === 'string' && !path.startsWith('$$') && isReferencePath(path)) return;
  throw invalid(`${place}.ResultPath`, `${JSON.stringify(path)} is no reference path`);
}
