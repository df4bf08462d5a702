// What a policy's file may export. It needs nothing of Node, so that a page checks it alike.
import * as z from 'zod';
import { builtInDecisions, type PolicyFile } from '#domain/decisions.ts';
import { hypothesisNames, policyIds } from '#domain/policies.ts';
import type { OwnCode } from './own-code.ts';
import { PolicyChoiceError } from './policy-choice-error.ts';
import { formatIssues } from './sentences/format-issues.ts';
import { withFullStop } from './sentences/full-stop.ts';
import { didYouMean } from './sentences/nearest-word.ts';

/** The names of the decisions are checked here. Their answers are checked when they are made. */
const policyFile = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/, 'letters, digits, dots and dashes'),
  hypotheses: z.array(z.enum(hypothesisNames)).optional(),
  decisions: z.custom<PolicyFile['decisions']>((value) => typeof value === 'function').optional(),
});

/** Checks what a file exports under the name `policy`. @throws {PolicyChoiceError} */
export function readPolicyFile(exported: unknown, own: OwnCode): PolicyFile {
  const { name: path } = own;
  if (exported === undefined)
    throw new PolicyChoiceError(`${path} exports no 'policy'; see docs/policies.md.`);
  const parsed = policyFile.safeParse(exported);
  if (!parsed.success) {
    const reasons = formatIssues(parsed.error, policyFile, exported);
    throw new PolicyChoiceError(`${path}: ${reasons.join('; ')}`);
  }
  const { id, hypotheses, decisions } = parsed.data;
  if (policyIds.some((known) => known === id))
    throw new PolicyChoiceError(`${path}: the id '${id}' is that of a policy that ships.`);
  if (decisions !== undefined) checkNamesOf(path, ownDecisions(decisions, own));
  return { id, ...(hypotheses && { hypotheses }), ...(decisions && { decisions }) };
}

function ownDecisions(decisions: NonNullable<PolicyFile['decisions']>, own: OwnCode): object {
  let made: unknown;
  try {
    made = decisions(builtInDecisions);
  } catch (cause) {
    const place = own.placeOf(cause) ?? own.name;
    throw new PolicyChoiceError(withFullStop(`${place}: its decisions threw ${String(cause)}`), {
      cause,
    });
  }
  const isPlain = typeof made === 'object' && made !== null && !(made instanceof Promise);
  if (isPlain) return made as object;
  throw new PolicyChoiceError(`${own.name}: its decisions must return an object of functions.`);
}

function checkNamesOf(path: string, own: object): void {
  const known = Object.keys(builtInDecisions);
  for (const [name, decision] of Object.entries(own)) {
    if (!known.includes(name)) {
      throw new PolicyChoiceError(
        `${path}: no decision is called '${name}'. ${didYouMean(name, known)}`,
      );
    }
    if (typeof decision !== 'function')
      throw new PolicyChoiceError(`${path}: the decision ${name} must be a function.`);
  }
}
