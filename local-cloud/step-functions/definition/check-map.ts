// The checks of a Map.

import type { JsonObject } from '../../service.ts';
import { isObject } from '../data/state-data.ts';
import { checkAlternatives, checkFields, invalid, requireFields } from './definition-errors.ts';

// AWS's limit on a label, in characters.
const labelLengthMax = 40;

/** Checks a Map's processor and label, and that only a distributed map tolerates failures. */
export function checkMap(state: JsonObject, place: string): void {
  requireFields(state, ['ItemProcessor'], place);
  checkAlternatives(state, ['ItemSelector', 'Parameters'], place);
  const { ItemProcessor: processor } = state;
  if (!isObject(processor)) {
    throw invalid(`${place}/ItemProcessor`, 'Expected value of type [OBJECT]');
  }
  const mode = modeOf(processor.ProcessorConfig, `${place}/ItemProcessor/ProcessorConfig`);
  const distributedOnly = Object.keys(state).find((field) => /^(Tolerated|Label$)/.test(field));
  if (mode === 'INLINE' && distributedOnly) {
    throw invalid(place, `Field '${distributedOnly}' needs a Map whose Mode is DISTRIBUTED`);
  }
  if (state.Label !== undefined) checkLabel(state.Label, `${place}/Label`);
}

function modeOf(config: unknown, place: string): 'INLINE' | 'DISTRIBUTED' {
  if (config === undefined) return 'INLINE';
  if (!isObject(config)) throw invalid(place, 'Expected value of type [OBJECT]');
  checkFields(config, ['Mode', 'ExecutionType'], place);
  const { Mode: mode = 'INLINE', ExecutionType: type } = config;
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') {
    throw invalid(`${place}/Mode`, 'Value should be one of the following: [INLINE, DISTRIBUTED]');
  }
  if (mode === 'DISTRIBUTED' && type !== 'STANDARD' && type !== 'EXPRESS') {
    throw invalid(place, 'A distributed map needs the ExecutionType STANDARD or EXPRESS');
  }
  return mode;
}

// The label becomes a part of ARNs. These characters are not allowed:
// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html, November 2026.
function checkLabel(label: unknown, place: string): void {
  if (typeof label !== 'string') throw invalid(place, 'Expected value of type [STRING]');
  if (label === '') throw invalid(place, 'Value cannot be empty');
  if (label.length > labelLengthMax) {
    throw invalid(place, `A label has at most ${labelLengthMax} characters`);
  }
  const [wrong] = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]/u.exec(label) ?? [];
  if (wrong !== undefined) {
    throw invalid(place, `A label may not have the character ${JSON.stringify(wrong)}`);
  }
}
