// The service from inside: its parts and its state machine, with what they do at the moment.
import { formatCount } from '#runner/sentences/human-numbers.ts';
import type { RunSoFar } from '../charts/run-so-far.ts';
import { element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import type { ChosenRun } from './chosen-run.ts';
import { partLines, throttleWords } from './live-counts.ts';
import { type MapFigures, mapPanel } from './map-panel.ts';
import { type PartId, serviceMap } from './service-map.ts';
import { StormLog, stateLines } from './storm-counts.ts';
import { type StateId, stormMap } from './storm-map.ts';

/** The panel on the page. */
export interface InsidePanel {
  /** @param note what is to be said of where the figures come from; '' for nothing */
  show(runs: readonly RunSoFar[], note: string): void;
}

/** Fills the panel's place. */
export function insidePanel(
  place: HTMLElement,
  moment: Moment,
  chosen: ChosenRun,
  speak: (words: string) => void,
): InsidePanel {
  const service = mapPanel<PartId>({
    map: serviceMap,
    name: 'service',
    note: 'As they are deployed, with all that each may send, read and write.',
    partWord: 'Part',
    speak,
  });
  const storm = mapPanel<StateId>({
    map: stormMap,
    name: 'storm',
    note: 'Its states, and how often each was entered. Dashed ways are taken where a task fails.',
    partWord: 'State',
    speak,
  });
  const throttles = element('p', { class: 'note' });
  const origin = element('p', { class: 'note' });
  let runs: readonly RunSoFar[] = [];
  let logs: readonly StormLog[] = [];
  const draw = () => {
    const { atMs } = moment;
    service.show(
      runs.map((run) => partFigures(run, atMs)),
      chosen.index,
      atMs,
    );
    storm.show(
      runs.map((run, at) => stateFigures(run, logs[at], atMs)),
      chosen.index,
      atMs,
    );
    const words = runs.map((run) => `${run.policy} ${throttleWords(run, atMs)}`);
    throttles.textContent = `Invocations that the account had no room for: ${words.join('; ')}.`;
  };
  moment.listen(draw);
  chosen.listen(draw);
  place.append(chosen.switch('run-inside'), origin, service.root, throttles, storm.root);
  return {
    show: (next, note) => {
      runs = next;
      logs = next.map(({ states = [] }) => new StormLog(states));
      origin.textContent = note;
      draw();
    },
  };
}

function partFigures(run: RunSoFar, atMs: number): MapFigures<PartId> {
  const { policy } = run;
  return { policy, lines: partLines(run, atMs), current: [], arrowWords: () => '' };
}

function stateFigures(
  { policy }: RunSoFar,
  log: StormLog | undefined,
  atMs: number,
): MapFigures<StateId> {
  const standing = log?.at(atMs) ?? null;
  return {
    policy,
    lines: stateLines(standing),
    current: standing?.current ?? [],
    arrowWords: (index) => {
      const count = standing?.takenOf[index];
      return count === null || count === undefined ? '' : `, taken ${formatCount(count)} ×`;
    },
  };
}
