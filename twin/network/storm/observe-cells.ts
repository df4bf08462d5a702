// What the storm's machine sees of its cells when it observes: functions/observe.ts.
import { type HealCall, planHealAgain } from '#domain/heal/call-heal.ts';
import { cellsReadAtOnceMax } from '#domain/limits.ts';
import { isRenewalOverdue } from '#domain/membership/renewal-time.ts';
import { signedInCount } from '#domain/network.ts';
import { isUnhealthy } from '#domain/storm/health.ts';
import type { Observation } from '#domain/storm/observe-storm.ts';
import type { Wave } from '#domain/storm/plan-storm.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import { callMessage, claimHealStart } from '../heal/heal-calls.ts';
import { renewalDue } from '../membership/membership-messages.ts';
import type { Network } from '../network-state.ts';
import { isAnyRestartLeft } from './dispatch-cell.ts';

/** Looks at every cell, and repairs what must have been lost. */
export function observeCells(network: Network, run: Invocation): Observation {
  const { cells, settings } = network;
  run.readStorm();
  run.readCellRows(cells.length);
  const seen = { onlineCount: 0, populationCount: 0, unhealthyCellCount: 0 };
  const reports: number[] = [];
  const calls: { cell: Cell; call: HealCall; message: number }[] = [];
  readRegistrations(network, run, { consistent: false });
  for (const cell of cells) {
    const onlineCount = signedInCount(cell.registrations, run.nowMs);
    seen.onlineCount += onlineCount;
    seen.populationCount += cell.record.population;
    if (isCellUnhealthy(network, cell, onlineCount)) seen.unhealthyCellCount += 1;
    reports.push(...overdueRenewals(network, cell, run.nowMs));
    const call = planHealAgain(cell.record, onlineCount, settings.timings, run.nowMs);
    if (call !== null) calls.push({ cell, call, message: callMessage(network, cell, call) });
  }
  if (reports.length + calls.length > 0) run.send(reports.length, 0, calls.length);
  for (const report of reports) network.send(report, run.effectMs);
  for (const { message } of calls) network.send(message, run.effectMs);
  run.fork();
  for (const { cell, call } of calls) {
    claimHealStart(run, cell, call);
    run.next();
  }
  run.join();
  return seen;
}

/** See functions/observe.ts: who is signed in is counted after the restarts that are left. */
export function isSurelyHealed(network: Network, run: Invocation, waves: readonly Wave[]): boolean {
  if (isAnyRestartLeft(network, run, waves)) return false;
  readRegistrations(network, run, { consistent: true });
  return !network.cells.some((cell) =>
    isCellUnhealthy(network, cell, signedInCount(cell.registrations, run.nowMs)),
  );
}

function readRegistrations(
  { cells }: Network,
  run: Invocation,
  { consistent }: { consistent: boolean },
): void {
  for (let from = 0; from < cells.length; from += cellsReadAtOnceMax) {
    run.fork();
    for (const cell of cells.slice(from, from + cellsReadAtOnceMax)) {
      run
        .at(cell.index)
        .readRegistrations(cell.registrations.length, cell.renewedCount, consistent);
      run.next();
    }
    run.join();
  }
}

function isCellUnhealthy({ settings }: Network, { record }: Cell, onlineCount: number): boolean {
  return isUnhealthy(onlineCount, record.population, settings.target);
}

function overdueRenewals(network: Network, cell: Cell, nowMs: number): number[] {
  return cell.registrations
    .filter((one) => isRenewalOverdue(one, network.settings, nowMs))
    .map(({ node, epoch }) => renewalDue(network, cell, node, epoch, Math.floor(nowMs)));
}
