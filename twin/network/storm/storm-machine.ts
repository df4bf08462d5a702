// The state machine of a storm on the twin: cdk/reboot-storm.ts and the functions that it runs.
import { cellsAtOnceMax } from '#domain/limits.ts';
import {
  eventsOf,
  historyEventsMax,
  observeSeconds,
  whereToObserve,
} from '#domain/storm/observation-budget.ts';
import { type NextMove, type Observation, observeStorm } from '#domain/storm/observe-storm.ts';
import { lastRestartAtMs, planStorm, type Wave } from '#domain/storm/plan-storm.ts';
import { type ExecutionFailure, executionFailure, stormErrors } from '#domain/storm/storm-end.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { TaskTries } from '../queues/task-tries.ts';
import { dispatchCell } from './dispatch-cell.ts';
import { isSurelyHealed, observeCells } from './observe-cells.ts';
import { endStates, type StateListener, type StormState } from './storm-states.ts';

/** What a storm is reported as. */
type Outcome = 'healed' | 'timed-out' | 'failed';

/** What the machine does next. */
type Step =
  | { readonly kind: 'plan' }
  | {
      readonly kind: 'dispatch';
      readonly wave: Wave;
      readonly fromCell: number;
      /** Of the cells at a time, those whose task was throttled; null: none was tried yet. */
      readonly left: readonly Cell[] | null;
      /** When the children of the cells at a time began. */
      readonly begunAtMs: number;
    }
  | { readonly kind: 'observe' }
  | { readonly kind: 'report'; readonly outcome: Outcome }
  | { readonly kind: 'ended' };

/** From one state to the next, as in the local cloud; a test holds both together. */
export const transitionLatencyMs = 20;

/** The storm's execution; `proceed` is called whenever `nextMs` has come. */
export class StormMachine {
  readonly #network: Network;
  readonly #waves: readonly Wave[];
  /** How many restarts each wave sent, by its index. */
  readonly restarts: number[];
  nextMs: number;
  outcome: Outcome | null = null;
  /** Why the storm was not conducted to its end. */
  failure: ExecutionFailure | null = null;
  readonly #tries = new TaskTries();
  readonly #onState: StateListener;
  #step: Step = { kind: 'plan' };
  #seen: Observation = { onlineCount: 0, populationCount: 0, unhealthyCellCount: 0 };
  #waveIndex = 0;
  /** Observations of the storm's own execution, beside the one after each wave. */
  #observations = 0;
  /** Further observations of an execution that only observes; null while the storm's own does. */
  #observationsApart: number | null = null;
  /** Events in the history of the storm's own execution, its end included. */
  #events: number = eventsOf.ends;
  /** Most events of an execution that only observed. */
  #eventsApart = 0;

  constructor(network: Network, onState: StateListener = () => {}) {
    const { settings, meters, startMs } = network;
    this.#onState = onState;
    this.#network = network;
    this.#waves = planStorm(settings);
    this.restarts = this.#waves.map(() => 0);
    this.nextMs = startMs + transitionLatencyMs;
    meters.execution();
  }

  get waves(): readonly Wave[] {
    return this.#waves;
  }

  /** What it does next, and in which wave. */
  get standing(): { readonly step: Step['kind']; readonly waveIndex: number } {
    return { step: this.#step.kind, waveIndex: this.#waveIndex };
  }

  /** Events in the longest history of an execution so far. */
  get historyEvents(): number {
    return Math.max(this.#events, this.#eventsApart);
  }

  /** Does what is due at `nextMs`. */
  proceed(nowMs: number): void {
    const step = this.#step;
    if (step.kind !== 'dispatch' && step.kind !== 'ended' && this.#isThrottled(step, nowMs)) return;
    switch (step.kind) {
      case 'plan':
        this.#plan(nowMs);
        return;
      case 'dispatch':
        this.#dispatch(step, nowMs);
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
    this.#enter('PlanStorm', nowMs);
    const run = meters.task('plan-storm', nowMs);
    run.readStorm();
    const endMs = run.end();
    const first = this.#waves[0];
    if (first === undefined) throw new Error('expected a storm of at least one wave');
    this.#awaitWave(first, endMs);
  }

  #awaitWave(wave: Wave, nowMs: number): void {
    this.#waveIndex = wave.index;
    const atMs = Math.max(nowMs + transitionLatencyMs, wave.atMs) + transitionLatencyMs;
    this.#enter('WaitForWave', nowMs + transitionLatencyMs);
    this.#enter('DispatchCells', atMs);
    this.#step = { kind: 'dispatch', wave, fromCell: 0, left: null, begunAtMs: atMs };
    // A wait ends at whole milliseconds of its timestamp, or at once where that has passed. Two
    // more states follow: the map, and the task of its children.
    this.nextMs = atMs + transitionLatencyMs;
    this.#addEvents(eventsOf.wave);
  }

  #dispatch(step: Step & { kind: 'dispatch' }, nowMs: number): void {
    const network = this.#network;
    const { cells, meters } = network;
    const { wave, fromCell } = step;
    const together = cells.slice(fromCell, fromCell + cellsAtOnceMax);
    if (step.left === null) meters.mapChildren(together.length);
    const asked = step.left ?? together;
    meters.childTransitions(asked.length);
    this.#onState({ state: 'DispatchCell', atMs: nowMs, times: asked.length });
    let endMs = nowMs;
    const left: Cell[] = [];
    for (const cell of asked) {
      if (meters.isThrottled(nowMs)) {
        left.push(cell);
        continue;
      }
      const run = meters.task('dispatch-cell', nowMs);
      const count = dispatchCell(network, run.at(cell.index), cell, wave);
      if (wave.kind === 'restart')
        this.restarts[wave.index] = (this.restarts[wave.index] ?? 0) + count;
      const childEndMs = run.end();
      meters.childEnded(childEndMs - step.begunAtMs);
      endMs = Math.max(endMs, childEndMs);
    }
    if (left.length > 0) {
      const pauseMs = this.#tries.take();
      if (pauseMs === null) this.#reportFailure(throttledMap, endMs);
      else {
        this.#step = { ...step, left };
        this.nextMs = nowMs + pauseMs;
      }
      return;
    }
    this.#tries.reset();
    const nextCell = fromCell + together.length;
    if (nextCell < cells.length) {
      this.#step = { kind: 'dispatch', wave, fromCell: nextCell, left: null, begunAtMs: endMs };
      this.nextMs = endMs + transitionLatencyMs;
      return;
    }
    this.#waitToObserve(endMs);
  }

  #waitToObserve(nowMs: number): void {
    const { settings } = this.#network;
    this.#enter(this.#isApart ? 'WaitToPoll' : 'WaitToObserve', nowMs + transitionLatencyMs);
    this.#step = { kind: 'observe' };
    const waitMs = 1000 * observeSeconds(settings.timings.observeEveryMs);
    this.nextMs = nowMs + transitionLatencyMs + waitMs + transitionLatencyMs;
  }

  #observe(nowMs: number): void {
    const network = this.#network;
    const { meters, settings } = network;
    this.#enter(this.#isApart ? 'Poll' : 'Observe', nowMs);
    const run = meters.task('observe', nowMs);
    this.#seen = observeCells(network, run);
    const move = observeStorm(
      this.#seen,
      this.#waveIndex,
      settings,
      run.nowMs,
      network.queues.membership,
    );
    const isEarly = move.kind === 'report' && move.outcome === 'healed' && !move.isSure;
    const isDoubtful = isEarly && !isSurelyHealed(network, run, this.#waves);
    const endMs = run.end() + transitionLatencyMs;
    this.#enter(this.#isApart ? 'PollAgain' : 'WhatNext', endMs);
    this.#follow(isDoubtful ? { kind: 'observe-again' } : move, endMs);
  }

  #follow(move: NextMove, nowMs: number): void {
    if (move.kind === 'observe-again') {
      this.#observeAgain(nowMs);
      return;
    }
    const backMs = this.#endWatch(nowMs);
    if (move.kind === 'wave') {
      const wave = this.#waves[move.waveIndex];
      if (wave === undefined) throw new Error(`expected a wave ${move.waveIndex}`);
      this.#awaitWave(wave, backMs);
      return;
    }
    this.#step = { kind: 'report', outcome: move.outcome };
    this.nextMs = backMs + transitionLatencyMs;
  }

  /** See functions/observe.ts: here, or in an execution that only observes. */
  #observeAgain(nowMs: number): void {
    const isApart = this.#observationsApart !== null;
    if (whereToObserve(this.#observationsApart ?? this.#observations, isApart) === 'apart') {
      this.#keepObserving(this.#endWatch(nowMs));
      return;
    }
    this.#waitToObserve(nowMs);
    if (this.#observationsApart !== null) this.#observationsApart += 1;
    else {
      this.#observations += 1;
      this.#addEvents(eventsOf.observation);
    }
  }

  #keepObserving(nowMs: number): void {
    this.#enter('KeepObserving', nowMs + transitionLatencyMs);
    this.#network.meters.mapChildren(1);
    this.#observationsApart = 0;
    this.#waitToObserve(nowMs + transitionLatencyMs);
    this.#addEvents(eventsOf.observing);
  }

  /** Goes back to the storm's own execution, if one that observes is at work. @returns when */
  #endWatch(nowMs: number): number {
    if (this.#observationsApart === null) return nowMs;
    const events = eventsOf.pollingEnds + (1 + this.#observationsApart) * eventsOf.observation;
    this.#eventsApart = Math.max(this.#eventsApart, events);
    this.#observationsApart = null;
    this.#enter('PollingEnds', nowMs + transitionLatencyMs);
    this.#enter('WhatNext', nowMs + 2 * transitionLatencyMs);
    return nowMs + 2 * transitionLatencyMs;
  }

  /** Whether an execution that only observes is at work. */
  get #isApart(): boolean {
    return this.#observationsApart !== null;
  }

  /** A state is entered, or tried again: one transition. */
  #enter(state: StormState, atMs: number): void {
    this.#network.meters.transitions(1);
    this.#onState({ state, atMs, times: 1 });
  }

  #taskState(kind: Step['kind']): StormState {
    if (kind === 'plan') return 'PlanStorm';
    if (kind === 'report') return 'ReportStorm';
    return this.#isApart ? 'Poll' : 'Observe';
  }

  /** A task that the account has no room for is tried again, and at last given up. */
  #isThrottled({ kind }: Step, nowMs: number): boolean {
    if (!this.#network.meters.isThrottled(nowMs)) {
      this.#tries.reset();
      return false;
    }
    const pauseMs = this.#tries.take();
    if (pauseMs !== null) {
      this.#enter(this.#taskState(kind), nowMs);
      this.#addEvents(eventsOf.retry);
      this.nextMs = nowMs + pauseMs;
    } else if (kind === 'report') this.#fail(throttled.error, throttled.cause);
    else this.#reportFailure(throttled, nowMs);
    return true;
  }

  /** What failed for good is caught: the run is ended all the same. */
  #reportFailure({ error, cause }: typeof throttled, nowMs: number): void {
    this.#tries.reset();
    this.failure = failed(stormErrors.broken, `${error}: ${cause}`);
    this.#step = { kind: 'report', outcome: 'failed' };
    this.nextMs = this.#endWatch(nowMs) + transitionLatencyMs;
  }

  /** The execution itself ends: nobody ends the run. */
  #fail(error: string, cause: string): void {
    this.failure = failed(error, cause);
    this.outcome = 'failed';
    this.#step = { kind: 'ended' };
    this.nextMs = Number.POSITIVE_INFINITY;
  }

  #addEvents(count: number): void {
    this.#events += count;
    if (this.#events < historyEventsMax) return;
    this.#fail(
      'States.Runtime',
      `The execution reached the maximum number of history events (${historyEventsMax}).`,
    );
  }

  #report(outcome: Outcome, nowMs: number): void {
    const network = this.#network;
    this.#enter('ReportStorm', nowMs);
    const run = network.meters.task('report-storm', nowMs);
    run.readStorm();
    const { runId, policy, storm, shiftMs } = network.settings;
    const { onlineCount, populationCount } = this.#seen;
    const sinceLastRestartMs = run.nowMs - lastRestartAtMs(storm, shiftMs);
    const verdict = { outcome, onlineCount, populationCount, sinceLastRestartMs };
    run.finishRun(verdict);
    network.finishedAtMs = run.effectMs;
    run.logReport({ runId, policy: policy.id, ...verdict });
    const endMs = run.end();
    this.#enter('HowItEnded', endMs + transitionLatencyMs);
    this.#enter(endStates[outcome], endMs + 2 * transitionLatencyMs);
    this.outcome = outcome;
    this.#step = { kind: 'ended' };
    this.nextMs = Number.POSITIVE_INFINITY;
  }
}

/** As Step Functions says of a function that the account has no room for. */
const throttled = { error: 'Lambda.TooManyRequestsException', cause: 'Rate Exceeded.' };

/** As the map says of it, whose children must all succeed. */
const throttledMap = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: `${throttled.error}: ${throttled.cause}`,
};

function failed(error: string, cause: string): ExecutionFailure | null {
  return executionFailure({ status: 'FAILED', error, cause });
}
