// `rebootstorm`: what programs may call. See docs/api.md.

export { WrongInputError } from '#runner/wrong-input-error.ts';
export { type RunOptions, type RunOutcome, run } from './run.ts';
export { type SweepOptions, type SweepOutcome, type SweepPoint, sweep } from './sweep.ts';
export { type ValidateOptions, type ValidateOutcome, validate } from './validate.ts';
