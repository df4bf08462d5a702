// What becomes of a log-in that could not be placed: it stands by if it can carry others, and asks
// again later.
import { answerRollCall } from '#adapters/login-writer.ts';
import { commitStandBy } from '#adapters/placement-writer.ts';
import type { Table } from '#adapters/table.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { mayStandBy } from '#domain/join-candidates.ts';
import { rollCallEvery } from '#domain/limits.ts';
import { needsNewProof, type RetryReason } from '#domain/retry-login.ts';
import type { Cell, Login } from './login-batch.ts';

/** Makes a client without a slot a candidate for promotion, if it may be one. */
export async function standBy(
  table: Table,
  { place, settings }: Cell,
  { message, node }: Login,
): Promise<void> {
  if (node === undefined || !mayStandBy(node, settings.policy)) return;
  const { nonce } = message.event.proof;
  const isCandidate = await commitStandBy(table, place, { node, nonce });
  // Whoever changed meanwhile will be told at its next attempt.
  if (isCandidate) table.runtime.count('LoginsStoodBy', 1);
}

/** Tells a client when to ask again, once it is sure that no copy of the request does so too. */
export async function comeBack(
  table: Table,
  { place, settings, identity }: Cell,
  { message: { event, messageId, followUps }, node }: Login,
  reason: RetryReason,
): Promise<void> {
  const { runtime } = table;
  if (event.attempt % rollCallEvery === 0) {
    const isOnly = await answerRollCall(table, place, event, messageId);
    if (!isOnly) return runtime.count('LoginCopiesDropped', 1);
  }
  const { retryLogin } = runtime.decisions ?? builtInDecisions;
  const next = retryLogin(event, reason, settings, runtime.random, runtime.nowMs());
  const isNew = needsNewProof(next);
  const proof = isNew ? await identity.prove(next, node?.nonceFloor ?? 0, next.dueAtMs) : undefined;
  followUps.push(proof === undefined ? next : { ...next, proof });
}
