// An own policy that is ready to run: its text is checked, and a worker has said what it is called.
import { type Policy, policyCalled, policyOf } from '#domain/policies.ts';
import type { NamedPolicy } from '#runner/policy-choice.ts';
import { inspectInWorker } from '../twin/policy-workers.ts';
import { loopGuard, type TextFault } from './checked-text.ts';
import type { TextPlace } from './own-messages.ts';
import type { PolicyKit } from './policy-kit.ts';
import { ownPolicyName, packed } from './policy-text.ts';

/** A policy that the reader of the page wrote. */
export interface OwnPolicy {
  /** Its text, as a link has it. */
  readonly packed: string;
  /** Its name and its switches; its decisions stay in its worker. */
  readonly policy: Policy;
  /** Starts a worker that runs it. @param lock the name of the worker's lock */
  start(lock: string): Worker;
}

/** Code of an own policy is wrong, or does not end. */
export class OwnPolicyError extends Error {
  override readonly name = 'OwnPolicyError';
}

/** Checks a text and asks a worker what it exports. @throws {OwnPolicyError} with the line */
export async function preparedPolicy(kit: PolicyKit, text: string): Promise<OwnPolicy> {
  const start = starter(kit, text);
  const { id, hypotheses } = await inspectInWorker(start).catch((error: Error) => {
    throw new OwnPolicyError(error.message);
  });
  return { packed: await packed(text), policy: policyOf(id, hypotheses), start };
}

/**
 * A policy by its name, as the runner takes it. The decisions of an own one stay in its worker.
 * @throws {Error} where nothing has the name
 */
export function namedPolicy(name: string, own: OwnPolicy | null): NamedPolicy {
  const policy = name === ownPolicyName ? own?.policy : policyCalled(name);
  if (policy === undefined) throw new Error(`expected a policy to be called ${name}`);
  return { kind: 'named', name, policy };
}

/** Where an error of the author's code is, by its words; undefined for any other error. */
export function faultIn(words: string): TextFault | undefined {
  const place = new RegExp(`${ownPolicyName.replaceAll('.', '\\.')}:(\\d+)(?::(\\d+))?: `).exec(
    words,
  );
  if (place === null) return undefined;
  const reason = words.replace(place[0], '');
  return { reason, line: Number(place[1]), column: Number(place[2] ?? 1) };
}

let lastAddress: string | undefined;

function starter(kit: PolicyKit, text: string): OwnPolicy['start'] {
  const checked = kit.checkText(text);
  if ('reason' in checked) {
    const { line, column, reason } = checked;
    throw new OwnPolicyError(`${ownPolicyName}:${line}:${column}: ${reason}`);
  }
  const { body, variable, insertions } = checked;
  const head = `${kit.workerCode}\n;`;
  // The call is one line, so the text begins on the next.
  const firstLine = head.split('\n').length + 1;
  const place: TextPlace = { text, firstLine, insertions };
  const words = JSON.stringify(place);
  const code = `${head}rebootstormOwnPolicy(${words}, function (${loopGuard}) { "use strict";
${body}
;return ${variable};
});`;
  if (lastAddress !== undefined) URL.revokeObjectURL(lastAddress);
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  lastAddress = address;
  return (lock) => new Worker(address, { name: lock });
}
