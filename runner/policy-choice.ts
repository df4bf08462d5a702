// What `--policy` may name: a bundle, a hypothesis, several hypotheses joined by +, or a file.

import { builtInDecisions, type PolicyFile } from '#domain/decisions.ts';
import {
  hypothesisNames,
  type Policy,
  policyCalled,
  policyIds,
  policyOf,
} from '#domain/policies.ts';
import { ConfinedError, confinedPlaceOf } from './confined/confined-error.ts';
import { codeOfInput } from './inputs/code-of-input.ts';
import { fileOfName } from './inputs/file-of-name.ts';
import { importInput, loadReason } from './inputs/import-input.ts';
import { type InputFile, InputFileError, inputText, readInput } from './inputs/input-file.ts';
import type { OwnCode } from './own-code.ts';
import { PolicyChoiceError } from './policy-choice-error.ts';
import { readPolicyFile } from './policy-file.ts';
import { withFullStop } from './sentences/full-stop.ts';
import { didYouMean } from './sentences/nearest-word.ts';
import { announce } from './threads/answer-orders.ts';
import { enterOwnCode, leaveOwnCode } from './threads/decision-watch.ts';

/** A policy that can be run: its switches, and the decisions of its file. */
export interface PolicyChoice {
  readonly policy: Policy;
  readonly decisions: PolicyFile['decisions'];
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
      /** A stranger's code runs confined, and may do no more than this. */
      readonly confinedTo?: ConfinedTask;
    };

/** What a file that runs confined may be about. */
export interface ConfinedTask {
  /** Exactly those that it has to switch on. */
  readonly hypotheses: readonly string[];
  /** Those that it may make of its own. */
  readonly decisions: readonly string[];
}

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
  return policyCalled(text) ?? refuseName(text);
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
  const { input, confinedTo } = source;
  const loading = confinedTo === undefined ? policyIn(input) : policyInside(source, confinedTo);
  const file = await loading.finally(leaveOwnCode);
  return { policy: policyOf(file.id, file.hypotheses ?? []), decisions: file.decisions };
}

/** The code of a policy's author; of a policy without a file, that of nobody. */
export function ownCodeOf(source: PolicySource): OwnCode {
  if (source.kind === 'file' && source.confinedTo !== undefined)
    return { ...codeOfInput(source.input), placeOf: confinedPlaceOf };
  if (source.kind === 'file') return codeOfInput(source.input);
  const nowhere = () => undefined;
  return { name: source.name, placeOf: nowhere, lineNaming: nowhere, enter() {}, leave() {} };
}

/** How the name of a policy's file may end. */
const policyEndings = ['.ts', '.mts', '.mjs', '.js'];

/** Whether text looks like the path of a policy's file. It need not be there. */
export function isPolicyFile(text: string): boolean {
  return /[\\/]/.test(text) || policyEndings.some((ending) => text.endsWith(ending));
}

function refuseName(text: string): never {
  const isBundle = text.includes('+');
  const isKnown = (word: string) => hypothesisNames.some((name) => name === word);
  const word = text.split('+').find((one) => !isKnown(one)) ?? text;
  const said = `No ${isBundle ? 'hypothesis' : 'policy'} is called '${word}'.`;
  const file = isBundle ? undefined : fileOfName(word, policyEndings);
  if (file !== undefined) throw new PolicyChoiceError(`${said} Did you mean ${file}?`);
  const names = isBundle ? hypothesisNames : policyIds;
  throw new PolicyChoiceError(
    `${said} ${didYouMean(word, names)} ` +
      'Or several hypotheses joined by +, or the path of a policy file.',
  );
}

/**
 * Each run has an engine of its own: what a file keeps between two runs would change the second.
 */
async function policyInside(source: PolicySource, task: ConfinedTask): Promise<PolicyFile> {
  const { confinedPolicy } = await import('./confined/confined-policy.ts');
  const text = source.kind === 'file' ? inputText(source.input) : '';
  try {
    const { file } = await confinedPolicy(text, ownCodeOf(source));
    checkTask(source.name, file, task);
    return file;
  } catch (error) {
    if (!(error instanceof ConfinedError)) throw error;
    throw new PolicyChoiceError(withFullStop(error.sentence), { cause: error });
  }
}

/** @throws {PolicyChoiceError} where a file is about something else than it may be */
function checkTask(name: string, file: PolicyFile, { hypotheses, decisions }: ConfinedTask): void {
  const own = [...(file.hypotheses ?? [])].sort().join();
  if (own !== [...hypotheses].sort().join())
    throw new PolicyChoiceError(`${name}: its hypotheses must stay [${hypotheses.join(', ')}].`);
  const made = Object.keys(file.decisions?.(builtInDecisions) ?? {});
  const other = made.find((one) => !decisions.includes(one));
  if (other !== undefined)
    throw new PolicyChoiceError(
      `${name}: this is about ${decisions.join(', ')}; leave ${other} built in.`,
    );
}

async function policyIn(input: InputFile): Promise<PolicyFile> {
  const { given: path } = input;
  const exported = await importInput(input).catch((cause: unknown) => {
    throw new PolicyChoiceError(`${path} cannot be loaded: ${loadReason(input, cause)}`, { cause });
  });
  return readPolicyFile(exported.policy, codeOfInput(input));
}
