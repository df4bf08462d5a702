// The checks of single states.

import { type JsonObject, UnsupportedError } from '../../service.ts';
import { timestampMs } from '../data/iso-time.ts';
import { isReferencePath } from '../data/paths.ts';
import { isObject } from '../data/state-data.ts';
import {
  isInvokeIntegration,
  lambdaInvokeParameters,
  lambdaInvokeResource,
} from '../states/task-state.ts';
import { checkChoices } from './check-choices.ts';
import { checkExpression, checkTemplate } from './check-expressions.ts';
import { checkMap } from './check-map.ts';
import { checkAlternatives, checkFields, invalid, requireFields } from './definition-errors.ts';
import {
  alternativeFields,
  catcherFields,
  expressionFields,
  requiredFields,
  retrierFields,
  stateFields,
} from './definition-fields.ts';
import { checkNumbers, numberRanges, retrierRanges } from './definition-numbers.ts';

/**
 * Checks a state by itself. Another check covers its transitions.
 * @throws {InvalidDefinition} AWS would refuse it
 * @throws {UnsupportedError} the interpreter lacks it
 */
export function checkState(state: JsonObject, place: string): void {
  requireFields(state, ['Type'], place);
  const type = String(state.Type);
  const fields = Object.hasOwn(stateFields, type) ? stateFields[type] : undefined;
  if (!fields) {
    // LocalStack, test_test_state_machine_scenarios, 2025-12.
    const known = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';
    throw invalid(`${place}/Type`, `The field 'Type' should have one of these values: [${known}]`);
  }
  checkFields(state, fields, place);
  requireFields(state, requiredFields[type] ?? [], place);
  for (const names of alternativeFields) checkAlternatives(state, names, place);
  checkNumbers(state, numberRanges, place);
  if (fields.includes('Next')) checkNext(state, place);
  for (const field of expressionFields) checkExpression(state[field], field, place);
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector']) {
    checkTemplate(state[field], `${place}/${field}`);
  }
  checkResultPath(state.ResultPath, place);
  checkHandlers(state, place);
  if (type === 'Task') checkTask(state, place);
  if (type === 'Map') checkMap(state, place);
  if (type === 'Choice') checkChoices(state, place);
  if (type === 'Wait') checkWait(state, place);
  if (type === 'Parallel') checkBranches(state, place);
}

function checkNext(state: JsonObject, place: string): void {
  if (state.Next !== undefined && typeof state.Next !== 'string') {
    throw invalid(`${place}/Next`, 'Expected value of type [STRING]');
  }
  if ((state.Next === undefined) !== (state.End !== true)) return;
  throw invalid(place, 'Either Next or End: true has to be there, and not both');
}

function checkHandlers(state: JsonObject, statePlace: string): void {
  for (const [field, fields] of [
    ['Retry', retrierFields],
    ['Catch', catcherFields],
  ] as const) {
    const handlers = state[field] ?? [];
    if (!Array.isArray(handlers)) {
      throw invalid(`${statePlace}/${field}`, 'Expected value of type [ARRAY]');
    }
    handlers.forEach((handler: unknown, index) => {
      const place = `${statePlace}/${field}[${index}]`;
      if (!isObject(handler)) throw invalid(place, 'Expected value of type [OBJECT]');
      requireFields(handler, field === 'Catch' ? ['ErrorEquals', 'Next'] : ['ErrorEquals'], place);
      checkFields(handler, fields, place);
      checkNumbers(handler, retrierRanges, place);
      checkErrorNames(handler.ErrorEquals, place, index === handlers.length - 1);
      checkResultPath(handler.ResultPath, place);
      const { JitterStrategy: jitter = 'NONE' } = handler;
      if (jitter !== 'NONE' && jitter !== 'FULL') {
        const problem = 'Value should be one of the following: [NONE, FULL]';
        throw invalid(`${place}/JitterStrategy`, problem);
      }
    });
  }
}

function checkErrorNames(names: unknown, handlerPlace: string, isLast: boolean): void {
  const place = `${handlerPlace}/ErrorEquals`;
  if (!Array.isArray(names) || names.length === 0 || !names.every((n) => typeof n === 'string')) {
    throw invalid(place, 'Expected a list of names');
  }
  if (names.includes('States.ALL') && !(isLast && names.length === 1)) {
    throw invalid(place, 'States.ALL must stand alone and last');
  }
}

function checkTask(state: JsonObject, place: string): void {
  const resource = String(state.Resource);
  const isFunction = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(resource);
  const isWell = /^arn:[^:]+:lambda:[^:]*:\d*:function:[\w-]+(?::(?:\$LATEST|[\w-]+))?$/;
  if (!resource.startsWith('arn:') || (isFunction && !isWell.test(resource))) {
    // LocalStack, test_dynamodb_task_service, 2025-11.
    const why = 'The value is not a valid resource ARN, or the resource is not available in this';
    const problem = `The resource provided ${resource} is not recognized. ${why} region.`;
    throw invalid(`${place}/Resource`, problem);
  }
  if (isFunction) return;
  if (!isInvokeIntegration(resource)) {
    const known = ['a Lambda function ARN', lambdaInvokeResource];
    throw new UnsupportedError(`the resource ${resource} of ${place}`, known);
  }
  const parameters = isObject(state.Parameters) ? state.Parameters : {};
  const unknown = Object.keys(parameters).find((key) => {
    return !lambdaInvokeParameters.includes(key.replace(/\.\$$/, ''));
  });
  const { InvocationType: kind = 'RequestResponse' } = parameters;
  if (unknown !== undefined || kind !== 'RequestResponse') {
    const what = unknown ?? `InvocationType ${kind}`;
    throw new UnsupportedError(`${what} in the parameters of ${place}`, lambdaInvokeParameters);
  }
}

function checkBranches({ Branches: branches }: JsonObject, place: string): void {
  if (!Array.isArray(branches)) {
    throw invalid(`${place}/Branches`, 'Expected value of type [ARRAY]');
  }
  // LocalStack, test_state_mock_validation, 2026-02.
  if (branches.length === 0) throw invalid(`${place}/Branches`, 'Value cannot be empty');
}

function checkWait(state: JsonObject, place: string): void {
  const ways = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  if (ways.filter((way) => state[way] !== undefined).length !== 1) {
    throw invalid(place, `Exactly one of these fields has to be there: [${ways.join(', ')}]`);
  }
  if (state.Timestamp !== undefined && timestampMs(state.Timestamp) === undefined) {
    // LocalStack, test_base_scenarios, 2024-12.
    throw invalid(`${place}/Timestamp`, 'String does not match RFC3339 timestamp');
  }
}

function checkResultPath(path: unknown, place: string): void {
  if (path === undefined || path === null) return;
  if (typeof path === 'string' && !path.startsWith('$$') && isReferencePath(path)) return;
  throw invalid(`${place}/ResultPath`, `${JSON.stringify(path)} is no reference path`);
}
