// Checks whether the interpreter can run a definition. The package asl-validator knows the language
// better, but it takes a third of a second and does not name the wrong field. The tests compare
// this check with it.

import { type JsonObject, UnsupportedError } from '../../service.ts';
import { isObject } from '../data/state-data.ts';
import { checkState } from './check-state.ts';
import { checkTransitions } from './check-transitions.ts';
import type { MachineDefinition } from './definition.ts';
import { checkFields, InvalidDefinition, invalid, requireFields } from './definition-errors.ts';
import { flowFields, machineFields } from './definition-fields.ts';
import { checkNumbers, numberRanges } from './definition-numbers.ts';

// AWS's limit on the name of a state, in characters.
const stateNameLengthMax = 80;

/**
 * Checks a definition, and returns it with its type.
 * @throws {InvalidDefinition} AWS would refuse it, too; the message names the state and the field
 * @throws {UnsupportedError} a part of the language that the local cloud does not have
 */
export function checkDefinition(definition: JsonObject): MachineDefinition {
  checkLanguage(definition, '');
  checkFlow(definition, { place: '', moreFields: machineFields, names: new Set() });
  checkNumbers(definition, numberRanges, '');
  // The checks above have covered every field of the type.
  return definition as unknown as MachineDefinition;
}

interface Place {
  readonly place: string;
  readonly moreFields: readonly string[];
  /** Names that are used already: all states of a machine have different names. */
  readonly names: Set<string>;
}

function checkFlow(flow: JsonObject, { place, moreFields, names }: Place): void {
  requireFields(flow, ['States', 'StartAt'], place);
  checkFields(flow, [...flowFields, ...moreFields], place);
  const { States: states, StartAt: start } = flow;
  if (!isObject(states)) throw invalid(`${place}/States`, 'Expected value of type [OBJECT]');
  if (Object.keys(states).length === 0) throw invalid(`${place}/States`, 'Value cannot be empty');
  if (typeof start !== 'string') {
    throw invalid(`${place}/StartAt`, 'Expected value of type [STRING]');
  }
  for (const [name, state] of Object.entries(states)) {
    const statePlace = `${place}/States/${name}`;
    takeName(name, names, statePlace);
    if (!isObject(state)) throw invalid(statePlace, 'Expected value of type [OBJECT]');
    checkLanguage(state, statePlace);
    checkState(state, statePlace);
    for (const inner of innerFlows(state, statePlace)) {
      checkFlow(inner.flow, { ...inner, names });
    }
  }
  checkTransitions(states, start, place);
}

function takeName(name: string, names: Set<string>, place: string): void {
  if (name.length > stateNameLengthMax) {
    throw invalid(place, `A state's name has at most ${stateNameLengthMax} characters`);
  }
  if (names.has(name)) {
    const problem = `Duplicate State name: ${name}`;
    throw new InvalidDefinition([{ code: 'DUPLICATE_STATE_NAME', problem, place }]);
  }
  names.add(name);
}

function innerFlows(state: JsonObject, place: string) {
  if (state.Type === 'Map' && isObject(state.ItemProcessor)) {
    const moreFields = ['ProcessorConfig', 'Comment'];
    return [{ flow: state.ItemProcessor, place: `${place}/ItemProcessor`, moreFields }];
  }
  const branches = state.Type === 'Parallel' && Array.isArray(state.Branches) ? state.Branches : [];
  return branches.map((flow: unknown, index) => {
    const branchPlace = `${place}/Branches[${index}]`;
    if (!isObject(flow)) throw invalid(branchPlace, 'Expected value of type [OBJECT]');
    return { flow, place: branchPlace, moreFields: ['Comment'] };
  });
}

// floci-io/floci#2968, 2026-09.
function checkLanguage(value: JsonObject, place: string): void {
  const { QueryLanguage: language = 'JSONPath' } = value;
  if (language === 'JSONPath') return;
  if (typeof language !== 'string') {
    throw invalid(`${place}/QueryLanguage`, 'Expected value of type [STRING]');
  }
  if (language !== 'JSONata') {
    const problem = 'Value should be one of the following: [JSONPath, JSONata]';
    throw invalid(`${place}/QueryLanguage`, problem);
  }
  throw new UnsupportedError(`the query language JSONata of ${place || 'the state machine'}`, [
    'JSONPath',
  ]);
}
