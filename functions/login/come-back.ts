// What becomes of a log-in that could not be placed: it stands by if it can carry others, and asks
// again later.
import { answerDuplicateCheck } from '#adapters/network/login-writer.ts';
import { commitStandBy } from '#adapters/network/placement-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import { countTried } from '#adapters/runtime.ts';
import type { LoginRequested } from '#domain/events.ts';
import { countedOfAnswer, type LoginAnswer } from '#domain/login/plan-answer.ts';
import { nextNonceMin } from '#domain/login/proof-nonce.ts';
import { needsNewProof } from '#domain/login/retry-login.ts';
import type { Login, Standing, UnreadCell } from './login-batch.ts';

/** The answer that makes a client ask again. */
type AskAgain = Extract<LoginAnswer, { kind: 'ask-again' }>;

/**
 * Has a client ask again: once it stands by, if it may, and once it is sure, if it is
 * time for that, that no copy of the request asks again, too.
 * @returns its next request; none where a copy asks on
 */
export async function comeBack(
  table: Table,
  cell: UnreadCell,
  login: Login<Standing>,
  { reason, standsBy, answersDuplicateCheck }: AskAgain,
): Promise<LoginRequested[]> {
  const { runtime } = table;
  const { settings, identity } = cell;
  const { message, node } = login;
  const { event } = message;
  if (standsBy) await standBy(table, cell, login);
  if (answersDuplicateCheck) {
    const isOnly = await isOnlyCopy(table, cell, login);
    countTried(runtime, countedOfAnswer.duplicateCheck, isOnly);
    if (!isOnly) return [];
  }
  const { retryLogin } = runtime.decisions;
  const next = retryLogin(event, reason, settings, runtime.random, runtime.nowMs());
  const nonceMin = needsNewProof(next) ? nextNonceMin(event, node) : null;
  return [await identity.giveTurn(next, nonceMin)];
}

/** Makes a client without a slot a candidate for promotion. */
async function standBy(
  table: Table,
  { place }: UnreadCell,
  { message, node }: Login<Standing>,
): Promise<void> {
  if (node === undefined) return;
  const { nonce } = message.event.proof;
  const isCandidate = await commitStandBy(table, place, { node, nonce });
  // A client that changed meanwhile is answered at its next attempt.
  countTried(table.runtime, countedOfAnswer.standBy, isCandidate);
}

async function isOnlyCopy(
  table: Table,
  { place }: UnreadCell,
  { message: { event, messageId }, node }: Login<Standing>,
): Promise<boolean> {
  return node !== undefined && answerDuplicateCheck(table, place, event, node, messageId);
}
