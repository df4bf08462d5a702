// `rebootstorm reconcile`: compares a bill that AWS exported with the bill of a run.
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { readResult } from '../run-folder/read-run.ts';
import { RunPolicyError } from '../run-folder/run-policy-error.ts';
import type { StoredResult, StoredRun } from '../run-folder/stored-result.ts';
import { readBill } from './read-bill.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileOptions } from './reconcile-options.ts';
import { reconcileTable } from './reconcile-table.ts';

/** What the command needs. */
export interface ReconcileEnvironment {
  readonly stdout: Pick<NodeJS.WritableStream, 'write'>;
  /** Rows that end less than 48 hours before it are young. */
  readonly nowMs: number;
}

/**
 * Compares and prints the distance of each line.
 * @returns the exit code
 * @throws {NoRunError} if there is no such run
 * @throws {RunPolicyError} if it has no such policy
 * @throws {WrongInputError} if it has several policies and none was named
 * @throws {BillFileError} if a file is not a bill
 */
export async function reconcileCommand(
  options: ReconcileOptions,
  { stdout, nowMs }: ReconcileEnvironment,
): Promise<number> {
  const { policy, bill } = runOf(options.run, readResult(options.run), options.policy);
  const read = await readBill(options.bill, nowMs);
  const compared = reconcile(bill, read.groups);
  const { formats, rowCount, otherUsd, broken } = read;
  const report = {
    schemaVersion: 1,
    run: options.run,
    policy,
    prices: { region: bill.region, asOf: bill.asOf },
    bill: { files: options.bill, formats, rowCount, otherUsd, broken },
    ...compared,
  };
  const forecast = `${options.run}, ${policy}, with the prices of ${bill.region}, ${bill.asOf}`;
  stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : reconcileTable(compared, read, forecast),
  );
  return broken.length === 0 ? exitCodes.asExpected : exitCodes.notAsExpected;
}

function runOf(path: string, { runs }: StoredResult, policy: string | undefined): StoredRun {
  const known = runs.map((run) => run.policy);
  const [first] = runs;
  if (policy === undefined && runs.length > 1)
    throw new WrongInputError(`${path} has ${known.join(' and ')}; name one with --policy.`);
  const run = policy === undefined ? first : runs.find((one) => one.policy === policy);
  if (run !== undefined) return run;
  throw new RunPolicyError(path, policy ?? '', known);
}
