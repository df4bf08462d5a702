// The code of a policy's author where it is a file that Node imports.
import type { OwnCode } from '../own-code.ts';
import { enterOwnCode, leaveOwnCode } from '../threads/decision-watch.ts';
import { lineNaming, placeOf } from './import-input.ts';
import type { InputFile } from './input-file.ts';

/** A policy's file in this thread, which says when it is in code of the file. */
export function codeOfInput(input: InputFile): OwnCode {
  return {
    name: input.given,
    placeOf: (error) => placeOf(input, error),
    lineNaming: (decision) => lineNaming(input, decision),
    enter: enterOwnCode,
    leave: leaveOwnCode,
  };
}
