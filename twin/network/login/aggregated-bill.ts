// What attempts cost that were worked out: as if they had come in the batches that they would have
// come in, together with those that were executed.
import { duplicateCheckEvery, unwrittenAsksMax } from '#domain/limits.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import type { GatheredAsks } from './gathered-asks.ts';

/** Attempts that were worked out since the last bill, and what they would have met. */
export interface AggregatedAttempts {
  readonly count: number;
  /** Those of them that came when their window was known to be used up. */
  readonly usedUpCount: number;
  /** Those of these that nothing was read for. */
  readonly unreadCount: number;
  /** Attempts beside them that were executed, and in how many batches. */
  readonly executedCount: number;
  readonly executedBatchCount: number;
  readonly batchSizeMax: number;
  /** How they would have been gathered. */
  readonly gathered: GatheredAsks;
  /** How many clients wait in each cell. */
  readonly waiting: readonly number[];
}

/**
 * Bills attempts as the batches that would have come beside the executed ones.
 * @returns how many requests of one cell such a batch has
 */
export function billAttempts(
  network: Network,
  nowMs: number,
  attempts: AggregatedAttempts,
): number {
  const { meters, cells } = network;
  const { messageCount, groupCount, batchCount } = batchesOf(attempts);
  meters.receives(batchCount * attempts.gathered.receivesPerBatch);
  const registrationCount = Math.round(mean(cells, ({ registrations }) => registrations.length));
  const renewed = Math.round(mean(cells, ({ renewedCount }) => renewedCount));
  const requests = messageCount / groupCount;
  const { usedUpCount, unreadCount } = attempts;
  const { noBackpressure } = network.settings.policy;
  const awayShare = Math.min(1, usedUpCount / attempts.count);
  // Of these batches only the groups read that have somebody to read for.
  const readShare = usedUpCount === 0 ? 1 : 1 - unreadCount / usedUpCount;
  const askers = noBackpressure ? requests / askersTogether : requests;
  const checkShare = 1 - (1 - readShare) ** askers;
  const checks = messageCount / duplicateCheckEvery;
  const normal = { share: 1 - awayShare, read: requests, checks, writesAsks: true };
  const checking = {
    share: awayShare * checkShare,
    read: (requests * readShare) / checkShare,
    checks: checks / checkShare,
    writesAsks: false,
  };
  const unread = { share: awayShare * (1 - checkShare), read: 0, checks: 0, writesAsks: false };
  for (const kind of [normal, checking, unread]) {
    if (kind.share <= 0) continue;
    const run = meters.alike('login', nowMs, messageCount, batchCount * kind.share);
    run.fork();
    for (let group = 0; group < groupCount; group += 1) {
      run.knowKeys(2);
      if (kind.read > 0) {
        run.readCell(kind.read);
        run.readRegistrations(registrationCount, renewed, true);
      }
      if (kind.writesAsks) run.addAsks();
      run.next();
    }
    run.join();
    for (let call = 0; call < Math.round(kind.checks); call += 1) run.answerDuplicateCheck(true);
    run.send(0, messageCount, 0);
    run.end();
  }
  meters.writes(usedUpCount / unwrittenAsksMax);
  return requests;
}

/**
 * Clients that were answered together ask together again after a fixed pause, so that their
 * duplicate checks come together, too: as if so many asked as one. Fitted to executed runs.
 */
const askersTogether = 1.5;

/** The batches that are left to bill, how full they are, and how many cells each of them meets. */
function batchesOf(attempts: AggregatedAttempts) {
  const { count, executedCount, executedBatchCount, batchSizeMax, gathered, waiting } = attempts;
  const asksTogether = gathered.batchSize;
  const all = Math.max(1, sum(waiting));
  // What is known of balls that fall into boxes of several sizes.
  const cellsMet = (messages: number) => sum(waiting.map((one) => 1 - (1 - one / all) ** messages));
  const inAll = (count + executedCount) / asksTogether;
  const batchCount = Math.max(inAll - executedBatchCount, count / batchSizeMax);
  const metByExecuted =
    executedBatchCount * cellsMet(executedCount / Math.max(1, executedBatchCount));
  const met = Math.max(batchCount, inAll * cellsMet(asksTogether) - metByExecuted);
  return {
    batchCount,
    messageCount: Math.max(1, Math.round(count / batchCount)),
    groupCount: Math.max(1, Math.round(met / batchCount)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function mean(cells: readonly Cell[], countOf: (cell: Cell) => number): number {
  return sum(cells.map(countOf)) / Math.max(1, cells.length);
}
