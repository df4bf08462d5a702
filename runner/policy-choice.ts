// What `--policy` may name: a bundle, a hypothesis, several hypotheses joined by +, or a file.

import * as z from 'zod';
import { builtInDecisions, type PolicyFile } from '#domain/decisions.ts';
import { plainLine } from '#domain/plain-text.ts';
import {
  type Hypothesis,
  hypothesisNames,
  type Policy,
  policies,
  policyIds,
  policyOf,
} from '#domain/policies.ts';
import { fileOfName } from './inputs/file-of-name.ts';
import { importInput, loadReason, placeOf } from './inputs/import-input.ts';
import { type InputFile, InputFileError, readInput } from './inputs/input-file.ts';
import { formatIssues } from './sentences/format-issues.ts';
import { withFullStop } from './sentences/full-stop.ts';
import { didYouMean } from './sentences/nearest-word.ts';
import { announce } from './threads/answer-orders.ts';
import { enterOwnCode, leaveOwnCode } from './threads/decision-watch.ts';

/** A policy that can be run: its switches, and the decisions of its file. */
export interface PolicyChoice {
  readonly policy: Policy;
  readonly decisions: PolicyFile['decisions'];
}

/** The text after `--policy` names nothing that can be run. */
export class PolicyChoiceError extends Error {
  override readonly name = 'PolicyChoiceError';

  constructor(message: string, options?: ErrorOptions) {
    super(plainLine(message), options);
  }
}

/**
 * Whether a policy caused the error. An error from a thread has lost its class, but not its name.
 */
export function isPolicyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'PolicyChoiceError';
}

/** A policy that needs no file. */
export interface NamedPolicy {
  readonly kind: 'named';
  /** The name that the user gave. */
  readonly name: string;
  readonly policy: Policy;
}

/** A policy as the user named it, parsed once. It is plain data that can be sent to a thread. */
export type PolicySource =
  | NamedPolicy
  | {
      readonly kind: 'file';
      /** The file's path. */
      readonly name: string;
      /** The file as it was read. This is what runs. */
      readonly input: InputFile;
    };

/**
 * Parses the name of a policy. Text that looks like a path means a file, which is read here, once;
 * all other text is a name.
 * @throws {PolicyChoiceError} naming the nearest known word, or why the file cannot be read
 */
export function policySource(text: string): PolicySource {
  if (!isPolicyFile(text)) return policyNamed(text);
  try {
    return { kind: 'file', name: text, input: readInput(text) };
  } catch (error) {
    if (!(error instanceof InputFileError)) throw error;
    throw new PolicyChoiceError(withFullStop(`${text}: ${error.message}`));
  }
}

/** The files among policies, as they were read. */
export function inputsOf(policies: readonly PolicySource[]): InputFile[] {
  return policies.flatMap((policy) => (policy.kind === 'file' ? [policy.input] : []));
}

/**
 * Parses the name of a policy that needs no file. @throws {PolicyChoiceError} naming the nearest
 * known word
 */
export function policyNamed(text: string): NamedPolicy {
  return { kind: 'named', name: text, policy: namedPolicy(text) };
}

/**
 * A policy by its name, such as `legacy-2007`, or of several hypotheses, such as
 * `ghost-slots+herd`.
 * @throws {PolicyChoiceError} naming the nearest known word
 */
export function namedPolicy(text: string): Policy {
  const known = policyIds.find((id) => id === text);
  if (known !== undefined) return policies[known];
  const names = text.split('+').map((word) => knownHypothesis(word, text.includes('+')));
  const inOrder = hypothesisNames.filter((name) => names.includes(name));
  return policyOf(inOrder.join('+'), inOrder);
}

/**
 * Checks that all policies of a comparison have different names.
 * @throws {PolicyChoiceError}
 */
export function checkNames(policies: readonly Policy[]): void {
  const ids = policies.map(({ id }) => id);
  const double = ids.find((id, index) => ids.indexOf(id) !== index);
  if (double !== undefined)
    throw new PolicyChoiceError(`Two of the policies are called '${double}'; one is enough.`);
}

/**
 * Makes a policy that can be run. It imports a policy file, so call it in the thread of the run.
 * @throws {PolicyChoiceError}
 */
export async function choosePolicy(source: PolicySource): Promise<PolicyChoice> {
  if (source.kind === 'named') return { policy: source.policy, decisions: undefined };
  announce(source.name);
  enterOwnCode('loading it');
  const file = await policyIn(source.input).finally(leaveOwnCode);
  return { policy: policyOf(file.id, file.hypotheses ?? []), decisions: file.decisions };
}

/** How the name of a policy's file may end. */
const policyEndings = ['.ts', '.mts', '.mjs', '.js'];

/** Whether text looks like the path of a policy's file. It need not be there. */
export function isPolicyFile(text: string): boolean {
  return /[\\/]/.test(text) || policyEndings.some((ending) => text.endsWith(ending));
}

function knownHypothesis(word: string, isBundle: boolean): Hypothesis {
  const known = hypothesisNames.find((name) => name === word);
  if (known !== undefined) return known;
  const said = `No ${isBundle ? 'hypothesis' : 'policy'} is called '${word}'.`;
  const file = isBundle ? undefined : fileOfName(word, policyEndings);
  if (file !== undefined) throw new PolicyChoiceError(`${said} Did you mean ${file}?`);
  const names = isBundle ? hypothesisNames : policyIds;
  throw new PolicyChoiceError(
    `${said} ${didYouMean(word, names)} ` +
      'Or several hypotheses joined by +, or the path of a policy file.',
  );
}

/** The names of the decisions are checked here. Their answers are checked when they are made. */
const policyFile = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/, 'letters, digits, dots and dashes'),
  hypotheses: z.array(z.enum(hypothesisNames)).optional(),
  decisions: z.custom<PolicyFile['decisions']>((value) => typeof value === 'function').optional(),
});

async function policyIn(input: InputFile): Promise<PolicyFile> {
  const { given: path } = input;
  const exported = await importInput(input).catch((cause: unknown) => {
    throw new PolicyChoiceError(`${path} cannot be loaded: ${loadReason(input, cause)}`, { cause });
  });
  if (exported.policy === undefined)
    throw new PolicyChoiceError(`${path} exports no 'policy'; see docs/policies.md.`);
  const parsed = policyFile.safeParse(exported.policy);
  if (!parsed.success) {
    const reasons = formatIssues(parsed.error, policyFile, exported.policy);
    throw new PolicyChoiceError(`${path}: ${reasons.join('; ')}`);
  }
  const { id, hypotheses, decisions } = parsed.data;
  if (policyIds.some((known) => known === id))
    throw new PolicyChoiceError(`${path}: the id '${id}' is that of a policy that ships.`);
  if (decisions !== undefined) checkDecisions(path, ownDecisions(input, decisions));
  return { id, ...(hypotheses && { hypotheses }), ...(decisions && { decisions }) };
}

function ownDecisions(input: InputFile, decisions: NonNullable<PolicyFile['decisions']>): object {
  const { given: path } = input;
  let own: unknown;
  try {
    own = decisions(builtInDecisions);
  } catch (cause) {
    const place = placeOf(input, cause) ?? path;
    throw new PolicyChoiceError(withFullStop(`${place}: its decisions threw ${String(cause)}`), {
      cause,
    });
  }
  const isPlain = typeof own === 'object' && own !== null && !(own instanceof Promise);
  if (isPlain) return own as object;
  throw new PolicyChoiceError(`${path}: its decisions must return an object of functions.`);
}

function checkDecisions(path: string, own: object): void {
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
