// `rebootstorm wire`: what each policy puts on the wire, beside the record.
import { plainLine } from '#domain/plain-text.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { exitCodes } from '../exit-codes.ts';
import { keyedFolder } from '../run-folder/keyed-folder.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { runTasks } from '../sweep/running/run-tasks.ts';
import type { SweepEnvironment } from '../sweep/sweep-environment.ts';
import { writeWire } from './wire-files.ts';
import type { WireOptions } from './wire-options.ts';
import { pairsOf, wireTasks } from './wire-runs.ts';
import { wireTables } from './wire-table.ts';

/** What the command needs. */
export type WireEnvironment = Omit<SweepEnvironment, 'template' | 'commit'>;

/**
 * Runs what is left of the weeks, and writes their figures down.
 * @returns the exit code
 * @throws {FolderInUseError} where another process works in the folder
 */
export async function wireCommand(
  options: WireOptions,
  environment: WireEnvironment,
): Promise<number> {
  const { stdout, stderr, program, argv, workerPath } = environment;
  await inspectPolicies(options.policies, { workerPath });
  const { scenario, scale, retries, nodes, hosts, seeds, policies, inputs } = options;
  const names = policies.map(({ name }) => name);
  const all = [program, scenario, scale, retries, nodes, hosts, seeds, names];
  const folder = options.out ?? keyedFolder('wire', scenario.name, all);
  openOutFolder(folder, { kind: { kind: 'wire', scenario: scenario.name }, inputs });
  return withJournal(folder, async (journal) => {
    const place = { journal, folder, workers: options.workers };
    await runTasks(wireTasks(options, program), place, environment);
    const pairs = pairsOf(options, program, journal);
    const { name, title } = scenario;
    const run = { scenario: name, title, scale, retries, nodes, hosts, seeds };
    const files = writeWire(folder, { schemaVersion: 1, ...run, program, argv }, pairs);
    stdout.write(options.json ? files.json : `\n${wireTables(pairs)}`);
    stderr.write(`\nReport: ${plainLine(files.reportPath)}\n`);
    return pairs.every(({ isSound }) => isSound) ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}
