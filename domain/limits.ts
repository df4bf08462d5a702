// Every number that the deployed stack and the model share stands here once, with its reason; what
// a deployer may choose stands in domain/stack/stack-settings.ts.
// AWS's quotas stand in domain/quotas/; "facts" rows are listed in docs/facts.md.
import { dynamoDbQuotas } from './quotas/dynamodb-quotas.ts';
import { sqsQuotas } from './quotas/sqs-quotas.ts';
import { queuesOf } from './stack/queue-limits.ts';
import { usualConfiguration } from './stack/stack-configuration.ts';

export type { QueueLimits, QueueName } from './stack/queue-limits.ts';

/** The three queues as they are deployed without a word; see domain/stack/stack-settings.ts. */
export const queueLimits = queuesOf(usualConfiguration);

/** SQS refuses a longer `DelaySeconds` (facts 5.5); later messages are sent again on the way. */
export const sendDelaySecondsMax = sqsQuotas.delaySeconds.value;

/** Entries in one SQS batch call (facts 5.5). */
export const sendBatchMax = sqsQuotas.batchEntries.value;

/** Keys in one BatchGetItem. */
export const batchGetMax = dynamoDbQuotas.batchGetKeys.value;

/** Items in one BatchWriteItem. */
export const batchWriteMax = dynamoDbQuotas.batchWriteItems.value;

/**
 * How many supernodes a log-in tries within one handling before its client has to ask again.
 */
export const placementTriesMax = 3;

/**
 * Clients that one transaction places at one supernode, at most: eight pay for the supernode's item
 * together, twice as many would save another 6 %, and a transaction that fails has fewer to wait.
 */
export const placementGroupMax = 8;

/**
 * Moves of nodes that one transaction writes, at most: as many as a batch of the membership queue
 * brings. Of 2 write units for a cell's row each then pays a tenth, and a transaction that meets
 * another one has few others to take along.
 */
export const moveGroupMax = 10;

/**
 * Who comes or goes reports it at the next beat of its cell, like supernodes their renewals: then
 * those of a minute share a batch, its reads and the cell's row. A PC of 2007 boots for longer.
 */
export const reportBeatMs = 60_000;

/**
 * Asks of a used-up rate-limit window that an environment adds up before it writes them: a batch of
 * a flood brings a dozen for each cell, so that sixteen batches pay for one write. At the next
 * window it writes what is left.
 */
export const unwrittenAsksMax = 200;

/**
 * How many cells the state machine works on at once; a distributed map allows 10,000 (facts 5.22).
 */
export const cellsAtOnceMax = 100;

/**
 * Invocations at a time that a storm needs: one for the mapping of each of the three queues, and
 * one for the state machine, which may get none otherwise.
 */
export const concurrencyMin = 4;

/**
 * How the state machine retries a task: every state is idempotent, so each failure is retried, for
 * minutes if it fails at once.
 */
export const taskRetries = { intervalSeconds: 2, backoffRate: 2, attemptsMax: 6 } as const;

/** Dead-lettered and quarantined messages are kept this many days (SQS's maximum, facts 5.5). */
export const deadLetterRetentionDays = sqsQuotas.retentionSeconds.value / 86_400;

/**
 * Cells of one run: the largest list that fits a state's 256 KiB of data with room to spare (facts
 * 5.24).
 */
export const cellsMax = 10_000;

/**
 * Nodes in one cell, whose partition takes 1,000 write and 3,000 read units a second (facts 5.19).
 * In August 2007 at this size: a wave restarts at most 3,850 nodes in 12 minutes, 21 write units a
 * second; 6.7 log-ins are served, 24; and should everybody wait, 400 attempts a second take 25 for
 * duplicate checks and some 470 read units. What is dear is finding orphans: each supernode that is
 * lost reads its cell, 1,080 read units, so of many lost at once three a second are dealt with. A
 * node's record in memory takes 1.8 KB: 20,000 are 35 MB of a function's 256.
 */
export const cellNodesMax = 20_000;

/**
 * The longest storm, in days: the twin counts a run's milliseconds in 31 bits, which are 24.9 days.
 * The state machine gives up after it, which is for storms that nobody conducts any more.
 */
export const stormDaysMax = 25;

/**
 * Every so many attempts a client's request answers a duplicate check, which costs a write and
 * leaves one of its copies: rare enough to be cheap, often enough that copies cannot multiply in a
 * long flood.
 */
export const duplicateCheckEvery = 16;

/** Below so many nodes a cell has no supernode to lose, so no run has fewer. */
export const nodesMin = 40;

/**
 * How many cells are read at once while a storm is observed: enough to be quick, few enough for one
 * function's sockets.
 */
export const cellsReadAtOnceMax = 50;

/**
 * How long the key of proofs is used before it is read again: a rotation is known to all after
 * this.
 */
export const keyKnownForMs = 60 * 60 * 1000;

/** Where keys are rotated: far longer than the one before is accepted. */
export const keyRotationDays = 30;

/** How long a finished run may take to drop the messages that are still on their way. */
export const drainMsMax = 20 * 60_000;

/** How often it is asked whether a finished run is done with its messages. */
export const drainTickMs = 60_000;

/**
 * How long a function uses what it read of a run. All cells share the run's row, so reading it for
 * every batch would make it the hottest row. The end of a run may be noticed this much later.
 */
export const runKnownForMs = 60_000;

/**
 * Functions' clocks may differ by this much: to one of them a lease this close to its end is over,
 * and it can no longer be renewed.
 */
export const clockSkewMsMax = 5_000;

/** Nothing is planned further ahead; a message due later would be sent on for ever. */
export const dueAheadMsMax = 24 * 60 * 60 * 1000;

/**
 * A proof is good for this long: a dead-lettered log-in may be sent back within the day, and no
 * wait for an admission time is longer (`dueAheadMsMax`).
 */
export const proofLifeMs = 24 * 60 * 60 * 1000;

/**
 * How long the key before a rotation is accepted: until nobody makes proofs with it any more, and
 * the last one that it made has expired.
 */
export const previousKeyKnownForMs = keyKnownForMs + proofLifeMs;

/**
 * Characters of the key that proofs are made with: letters and digits, six bits each, so that it is
 * longer than the 256 bits that HMAC-SHA256 can use.
 */
export const identityKeyLength = 64;

/** A reason in quarantine, or of a storm that failed, has at most this many characters. */
export const reasonLengthMax = 500;

/** The state machine's functions read every cell of a run, which takes longer than a batch. */
export const stormTimeoutSeconds = 300;

/**
 * Dispatching one cell reads twenty thousand nodes and sends as many messages at most: seconds. One
 * that hangs delays its wave by so long, so it is not given more.
 */
export const dispatchTimeoutSeconds = 60;

/**
 * Dead-lettered messages sent back in a second by default: a twelfth of what the login queue's
 * consumers gather at their most (20 batches of 50 in 4 s), so that they never crowd out the other
 * messages. Their cause may still be there.
 */
export const redrivePerSecond = 20;

/** Two requests of ten each tenth of a second is what one sender that waits for answers can do. */
export const redrivePerSecondMax = 200;

/**
 * Judged messages are hidden this long, in seconds, unless given back before: for most redrives
 * until the end. If a redrive is killed, nobody waits long to see them again.
 */
export const redriveHideSeconds = 300;

/**
 * After this many receives without a message that is new, all of a queue was seen: what comes again
 * was hidden, and the reading took longer than that.
 */
export const knownReceivesMax = 3;

/**
 * Dead-lettered messages of one queue that one redrive judges: SQS hides 120,000 at once and then
 * refuses (facts 5.5). What is left is for the next redrive.
 */
export const redriveMessagesMax = 100_000;
