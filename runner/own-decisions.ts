// Checks a policy file's own decisions while a run makes them. It keeps the first decision that
// throws, or that gives an answer no built-in decision could give. The run then ends with an error
// for the file's author.

import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { plainLine } from '#domain/plain-text.ts';
import { answerFault } from './own-answers.ts';
import type { OwnCode } from './own-code.ts';
import { PolicyChoiceError } from './policy-choice-error.ts';
import { withFullStop } from './sentences/full-stop.ts';

/** Decisions, and the first fault in one of them. */
export interface CheckedDecisions {
  readonly decisions: Decisions;
  /** A sentence with the file's line and the decision; undefined if there is no fault. */
  complaint(): string | undefined;
  /** @throws {PolicyChoiceError} if there is a fault */
  refuseFaults(): void;
}

/** Checks the answers of decisions that are not built in. @param own the policy's file */
export function checkDecisions(decisions: Decisions, own: OwnCode): CheckedDecisions {
  let first: string | undefined;
  const watched = Object.entries(decisions).map(([key, decide]) => {
    const name = key as keyof Decisions;
    if (decide === builtInDecisions[name]) return [name, decide];
    const checkedDecide = (...facts: unknown[]): unknown => {
      const said = called(own, name, decide as Decide, facts);
      const fault =
        'error' in said ? `threw ${thrownWords(said.error)}` : answered(name, said.value, facts);
      if (fault === undefined) return 'value' in said ? said.value : undefined;
      const place = placeIn(own, name, 'error' in said ? said.error : undefined);
      first ??= plainLine(`${place}: ${name} ${fault}`);
      throw new Error(first);
    };
    return [name, checkedDecide];
  });
  return {
    decisions: Object.fromEntries(watched) as Decisions,
    complaint: () => first,
    refuseFaults: () => {
      if (first !== undefined) throw new PolicyChoiceError(withFullStop(first));
    },
  };
}

function answered(name: keyof Decisions, value: unknown, facts: unknown[]): string | undefined {
  const fault = answerFault(name, value, facts);
  return fault === undefined ? undefined : `answered ${fault}`;
}

type Decide = (...facts: unknown[]) => unknown;

function called(
  own: OwnCode,
  name: keyof Decisions,
  decide: Decide,
  facts: unknown[],
): { readonly value: unknown } | { readonly error: unknown } {
  own.enter(name);
  try {
    return { value: decide(...facts) };
  } catch (error) {
    return { error };
  } finally {
    own.leave();
  }
}

function thrownWords(error: unknown): string {
  return error instanceof Error ? `'${error.message}'` : String(error);
}

/** The line that threw, or else the first line that names the decision. */
function placeIn(own: OwnCode, name: keyof Decisions, error?: unknown): string {
  return own.placeOf(error) ?? own.lineNaming(name) ?? own.name;
}
