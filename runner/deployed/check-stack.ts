// Checks a deployed stack from outside: two scans of each run, and the messages in its queues.

import { listRuns, type ReadNetwork, readNetwork } from '#adapters/network/read-network.ts';
import { UnknownRunError } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { countUnderWay } from '#adapters/queues/observe-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { readStormOf, type StormStatus } from '#adapters/stack/storm-status.ts';
import { checkScans } from '#domain/invariants/check-scans.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { DeadLettersLeft, NetworkSnapshot } from '#domain/invariants/scans/scan-evidence.ts';
import { isRunOver } from '#domain/run-over.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { type RunVerdict, verdictOf } from '#domain/storm/run-verdict.ts';
import type { StopReason } from '#domain/storm/storm-end.ts';
import {
  type Letters,
  type LettersOfRun,
  lettersOf,
  quarantineOf,
  readLetters,
} from './letters-of-runs.ts';
import { withReasonOfRun } from './reason-of-end.ts';

/** The result of checking one run. */
export interface CheckedRun {
  readonly runId: string;
  /** Why the run could not be checked, so that there are no verdicts. Null if it was checked. */
  readonly uncheckedBecause: string | null;
  readonly isOver: boolean;
  /** How it ended, as its own row keeps it; null: it goes on, or nobody ended it. */
  readonly end: RunEnd | null;
  /** How its execution stands; null: Step Functions knows none of its name. */
  readonly execution: StormStatus | null;
  readonly nodeCount: number;
  /** The read units of its two scans; 0 where the engine does not report them. */
  readonly readUnits: number;
  readonly verdicts: readonly InvariantVerdict[];
  /** Its dead-lettered and quarantined messages. Null if it was not checked. */
  readonly letters: LettersOfRun | null;
}

/** The end of a run, as its own row keeps it. */
export interface RunEnd {
  /** Null: a version of the stack before this one ended it. */
  readonly atMs: number | null;
  /** How its storm went. Null: nobody observed it to its end. */
  readonly verdict: RunVerdict | null;
  /** Why it was ended before its time. Null: it was not. */
  readonly stopped: StopReason | null;
}

/** The time between the two scans of a run. In it, a message under way can be handled. */
const betweenScansMs = 5_000;

/**
 * Checks runs of a deployed stack, and changes nothing.
 * @param runId one run; undefined: every run in the table, even if some cannot be checked
 * @throws {UnknownRunError} the named run is not in the table, or not all of it
 */
export async function checkStack(
  runtime: Runtime,
  outputs: StackOutputs,
  runId: string | undefined,
): Promise<CheckedRun[]> {
  const table = openTable(runtime);
  const letters = await readLetters(runtime, outputs);
  if (runId !== undefined) return [await checkRun(table, outputs, letters, runId)];
  const checked: CheckedRun[] = [];
  for (const id of await listRuns(table)) {
    try {
      checked.push(await checkRun(table, outputs, letters, id));
    } catch (error) {
      if (!(error instanceof UnknownRunError)) throw error;
      checked.push(uncheckedRun(id, notWhole));
    }
  }
  return checked;
}

const beingForgotten = 'it is being forgotten; rebootstorm forget goes on where it was cut off';

/** Why a run in the list cannot be checked. */
export const notWhole = 'its settings or its storm are not in the table (any more)';

async function checkRun(
  table: Table,
  outputs: StackOutputs,
  letters: Letters,
  runId: string,
): Promise<CheckedRun> {
  const { runtime } = table;
  const first = await takeSnapshot(table, outputs, runId);
  await runtime.sleep(betweenScansMs);
  const second = await takeSnapshot(table, outputs, runId);
  if (second.standing.isBeingForgotten) return uncheckedRun(runId, beingForgotten);
  const ofRun = lettersOf(letters, runId);
  const messagesLeft = leftOf(letters, ofRun, second.snapshot.settings);
  const execution = await readStormOf(runtime, runId);
  const verdict = verdictOf(second.standing);
  const scans = { first: first.snapshot, second: second.snapshot, verdict, messagesLeft };
  return {
    runId,
    uncheckedBecause: null,
    isOver: second.snapshot.isOver,
    end: endOf(second.standing),
    execution: execution === null ? null : await withReasonOfRun(table, runId, execution),
    nodeCount: second.snapshot.nodes.length,
    readUnits: first.readUnits + second.readUnits,
    verdicts: checkScans(scans),
    letters: ofRun,
  };
}

type Standing = ReadNetwork['standing'];

function endOf(standing: Standing): RunEnd | null {
  const { status, stopped = null, endedAtMs = null } = standing;
  if (status !== 'finished') return null;
  return { atMs: endedAtMs, verdict: verdictOf(standing) ?? null, stopped };
}

function uncheckedRun(runId: string, uncheckedBecause: string): CheckedRun {
  const nothing = { isOver: false, end: null, execution: null, verdicts: [], letters: null };
  return { runId, uncheckedBecause, nodeCount: 0, readUnits: 0, ...nothing };
}

async function takeSnapshot(
  table: Table,
  outputs: StackOutputs,
  runId: string,
): Promise<{ snapshot: NetworkSnapshot; standing: Standing; readUnits: number }> {
  const before = await countUnderWay(table.runtime, outputs);
  const { standing, readUnits, ...network } = await readNetwork(table, runId);
  const after = await countUnderWay(table.runtime, outputs);
  const atMs = table.runtime.nowMs();
  const isOver = isRunOver({ ...standing, settings: network.settings }, atMs);
  // A message that was under way before or after the reading may belong to an item that was read.
  const underWay = {
    membership: Math.max(before.membership, after.membership),
    login: Math.max(before.login, after.login),
    heal: Math.max(before.heal, after.heal),
  };
  return { snapshot: { ...network, atMs, isOver, underWay }, standing, readUnits };
}

function leftOf(
  letters: Letters,
  { deadLetters, unclearDeadLetters }: LettersOfRun,
  settings: RunSettings,
): DeadLettersLeft {
  const { count, read } = quarantineOf(letters);
  const sound = read.flatMap(({ quarantined, sentAtMs }) => {
    if (quarantined === null || !quarantined.isSoundIn(settings, sentAtMs)) return [];
    return [`${quarantined.messageId} of the ${quarantined.queue} queue could have been handled`];
  });
  return { deadLetters, unclearDeadLetters, sound, unreadQuarantinedCount: count - read.length };
}
