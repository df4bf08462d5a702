// The state machine of a storm on the twin: cdk/reboot-storm.ts and the functions that it runs.
import { isHealIdle } from '#domain/heal-standing.ts';
import { cellsAtOnceMax } from '#domain/limits.ts';
import { signedInCount } from '#domain/network.ts';
import { type NextMove, type Observation, observeStorm } from '#domain/observe-storm.ts';
import { lastRestartAtMs, planStorm, type Wave } from '#domain/plan-storm.ts';
import { isReportOverdue } from '#domain/report-time.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from './cell.ts';
import { messageKind } from './message-pool.ts';
import type { Network } from './network-state.ts';
import { reportDue } from './renew-supernode.ts';
import { isAnyRestartLeft, stirCell } from './stir-cell.ts';

/** What the machine does next. */
type Step =
  | { readonly kind: 'plan' }
  | { readonly kind: 'stir'; readonly wave: Wave; readonly fromCell: number }
  | { readonly kind: 'observe' }
  | { readonly kind: 'report'; readonly outcome: 'healed' | 'timed-out' }
  | { readonly kind: 'ended' };

/** How many cells `observe` reads at once; see functions/observe.ts. */
const readsAtOnceMax = 50;

/** From one state to the next; see local-cloud/step-functions/branch.ts. */
const transitionLatencyMs = 20;

/** The storm's execution; `proceed` is called whenever `nextMs` has come. */
export class StormMachine {
  readonly #network: Network;
  readonly #waves: readonly Wave[];
  /** How many restarts each wave sent, by its index. */
  readonly restarts: number[];
  nextMs: number;
  outcome: 'healed' | 'timed-out' | null = null;
  #step: Step = { kind: 'plan' };
  #seen: Observation = { onlineCount: 0, populationCount: 0, sickCellCount: 0 };
  #waveIndex = 0;

  constructor(network: Network) {
    const { settings, meters, startMs } = network;
    this.#network = network;
    this.#waves = planStorm(settings);
    this.restarts = this.#waves.map(() => 0);
    this.nextMs = startMs + transitionLatencyMs;
    meters.execution();
  }

  get waves(): readonly Wave[] {
    return this.#waves;
  }

  /** Does what is due at `nextMs`. */
  proceed(nowMs: number): void {
    const step = this.#step;
    switch (step.kind) {
      case 'plan':
        this.#plan(nowMs);
        return;
      case 'stir':
        this.#stir(step.wave, step.fromCell, nowMs);
        return;
      case 'observe':
        this.#observe(nowMs);
        return;
      case 'report':
        this.#report(step.outcome, nowMs);
        return;
      case 'ended':
        this.nextMs = Number.POSITIVE_INFINITY;
    }
  }

  #plan(nowMs: number): void {
    const { meters } = this.#network;
    meters.transitions(1);
    const run = meters.task('plan-storm', nowMs);
    run.readStorm();
    const endMs = run.end();
    const first = this.#waves[0];
    if (first === undefined) throw new Error('expected a storm of at least one wave');
    this.#awaitWave(first, endMs);
  }

  #awaitWave(wave: Wave, nowMs: number): void {
    this.#network.meters.transitions(2);
    this.#waveIndex = wave.index;
    this.#step = { kind: 'stir', wave, fromCell: 0 };
    // A wait ends at whole milliseconds of its timestamp, or at once where that has passed. Two
    // more states follow: the map, and the task of its children.
    this.nextMs = Math.max(nowMs + transitionLatencyMs, wave.atMs) + 2 * transitionLatencyMs;
  }

  #stir(wave: Wave, fromCell: number, nowMs: number): void {
    const network = this.#network;
    const { cells, meters } = network;
    const together = cells.slice(fromCell, fromCell + cellsAtOnceMax);
    meters.mapChildren(together.length);
    meters.transitions(together.length);
    let endMs = nowMs;
    for (const cell of together) {
      const run = meters.task('stir-cell', nowMs);
      const count = stirCell(network, run, cell, wave);
      if (wave.kind === 'restart')
        this.restarts[wave.index] = (this.restarts[wave.index] ?? 0) + count;
      endMs = Math.max(endMs, run.end());
    }
    const nextCell = fromCell + together.length;
    if (nextCell < cells.length) {
      this.#step = { kind: 'stir', wave, fromCell: nextCell };
      this.nextMs = endMs + transitionLatencyMs;
      return;
    }
    this.#waitToObserve(endMs);
  }

  #waitToObserve(nowMs: number): void {
    const { meters, settings } = this.#network;
    meters.transitions(1);
    this.#step = { kind: 'observe' };
    const seconds = Math.max(1, Math.round(settings.timings.observeEveryMs / 1000));
    this.nextMs = nowMs + transitionLatencyMs + seconds * 1000 + transitionLatencyMs;
  }

  #observe(nowMs: number): void {
    const network = this.#network;
    const { meters, settings } = network;
    meters.transitions(2);
    const run = meters.task('observe', nowMs);
    this.#seen = lookAtCells(network, run);
    const move = observeStorm(this.#seen, this.#waveIndex, settings, run.nowMs);
    const isEarly = move.kind === 'report' && move.outcome === 'healed' && !move.isSure;
    const isDoubtful = isEarly && !isSurelyHealed(network, run, this.#waves);
    const endMs = run.end() + transitionLatencyMs;
    this.#follow(isDoubtful ? { kind: 'look-again' } : move, endMs);
  }

  #follow(move: NextMove, nowMs: number): void {
    if (move.kind === 'look-again') {
      this.#waitToObserve(nowMs);
      return;
    }
    if (move.kind === 'wave') {
      const wave = this.#waves[move.waveIndex];
      if (wave === undefined) throw new Error(`expected a wave ${move.waveIndex}`);
      this.#awaitWave(wave, nowMs);
      return;
    }
    this.#step = { kind: 'report', outcome: move.outcome };
    this.nextMs = nowMs + transitionLatencyMs;
  }

  #report(outcome: 'healed' | 'timed-out', nowMs: number): void {
    const network = this.#network;
    // ReportStorm, HowItEnded, and the state that ends the execution.
    network.meters.transitions(3);
    const run = network.meters.task('report-storm', nowMs);
    run.readStorm();
    run.finishRun();
    network.finishedAtMs = run.effectMs;
    const { runId, policy, storm, shiftMs } = network.settings;
    const { onlineCount, populationCount } = this.#seen;
    const sinceLastRestartMs = run.nowMs - lastRestartAtMs(storm, shiftMs);
    const counts = { onlineCount, populationCount, sinceLastRestartMs };
    run.logReport({ runId, policy: policy.id, outcome, ...counts });
    run.end();
    this.outcome = outcome;
    this.#step = { kind: 'ended' };
    this.nextMs = Number.POSITIVE_INFINITY;
  }
}

/** Looks at every cell, and repairs what must have been lost. */
function lookAtCells(network: Network, run: Invocation): Observation {
  const { cells, settings } = network;
  run.readStorm();
  run.readCellRows(cells.length);
  const seen = { onlineCount: 0, populationCount: 0, sickCellCount: 0 };
  const reports: number[] = [];
  const steps: { cell: Cell; message: number }[] = [];
  readOffers(network, run, { consistent: false });
  for (const cell of cells) {
    const onlineCount = signedInCount(cell.offers, run.nowMs);
    seen.onlineCount += onlineCount;
    seen.populationCount += cell.record.population;
    if (isSick(network, cell, onlineCount)) seen.sickCellCount += 1;
    reports.push(...overdueReports(network, cell, run.nowMs));
    const isLeft =
      onlineCount < cell.record.population && isHealIdle(cell.record, settings.timings, run.nowMs);
    if (isLeft) steps.push({ cell, message: stepOf(network, cell, run.nowMs) });
  }
  if (reports.length + steps.length > 0) run.send(reports.length, 0, steps.length);
  for (const report of reports) network.send(report, run.effectMs);
  for (const { message } of steps) network.send(message, run.effectMs);
  run.fork();
  for (const { cell } of steps) {
    run.claimHealStart(true);
    cell.record.healDueAtMs = run.effectMs;
    run.next();
  }
  run.join();
  return seen;
}

/** See functions/observe.ts: who is signed in is counted after the restarts that are left. */
function isSurelyHealed(network: Network, run: Invocation, waves: readonly Wave[]): boolean {
  if (isAnyRestartLeft(network, run, waves)) return false;
  readOffers(network, run, { consistent: true });
  return !network.cells.some((cell) =>
    isSick(network, cell, signedInCount(cell.offers, run.nowMs)),
  );
}

function readOffers(
  { cells }: Network,
  run: Invocation,
  { consistent }: { consistent: boolean },
): void {
  for (let from = 0; from < cells.length; from += readsAtOnceMax) {
    run.fork();
    for (const cell of cells.slice(from, from + readsAtOnceMax)) {
      run.readOffers(cell.offers.length, cell.renewedCount, consistent);
      run.next();
    }
    run.join();
  }
}

function isSick({ settings }: Network, { record }: Cell, onlineCount: number): boolean {
  return onlineCount < record.population * settings.target.onlineShare;
}

function overdueReports(network: Network, cell: Cell, nowMs: number): number[] {
  return cell.offers
    .filter((one) => isReportOverdue(one, network.settings, nowMs))
    .map(({ node, epoch }) => reportDue(network, cell, node, epoch, Math.floor(nowMs)));
}

function stepOf({ messages, startMs }: Network, { index, record }: Cell, nowMs: number): number {
  const step = messages.add(messageKind.healStep, index, 0, 0, Math.floor(nowMs - startMs));
  messages.setExtra(step, record.healStep);
  return step;
}
