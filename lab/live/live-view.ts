// What the page shows of a followed run beside its charts: where it goes on, whether the connection
// is there, and what came of it.
import { type LiveBegin, type LiveOutcome, liveMetaName } from '#cli/live/live-event.ts';
import { counted, formatMoment } from '#runner/sentences/human-numbers.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { button, byId, element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import { verdicts } from '../page/outcome.ts';
import type { RunSource } from '../page/run-source.ts';
import { runHereParts } from '../recording/recording-card.ts';
import { followRun } from './follow-run.ts';

/** The address of the events, where the page is served beside a run; null elsewhere. */
export function liveAddress(): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${liveMetaName}"]`)?.content ?? null;
}

/** What a followed run needs of the page. */
export interface LivePlace {
  readonly moment: Moment;
  show(source: RunSource): void;
  /** Runs inputs in the page itself. */
  run(inputs: LabInputs): void;
}

/** Follows the run beside which the page is served. */
export function showLive(address: string, { moment, show, run }: LivePlace): void {
  const said = element('p', {});
  const connection = element('p', { role: 'status' }, 'Waiting for the run…');
  const here = element('div', {});
  byId('origin').replaceChildren(connection);
  followRun(address, {
    onBegin: (source, begin) => {
      show(source);
      said.textContent = beginWords(begin);
      connection.replaceChildren();
      here.replaceChildren();
      byId('origin').replaceChildren(element('div', { class: 'origin' }, said, connection, here));
    },
    onResult: (recorded) => here.replaceChildren(...runHereParts(recorded, run)),
    onOutcome: (outcome, begin) => showOutcome(outcome, begin, moment),
    onEnd: (words) => {
      connection.textContent = `${words} The page keeps what it has until you leave it.`;
      byId('status').replaceChildren('Done.');
    },
    onConnection: (words) => {
      connection.textContent = words ?? '';
    },
  });
}

/** A way back to the followed run from runs of the page's own. */
export function backToLive(onBack: () => void): HTMLElement {
  return element(
    'div',
    { class: 'origin' },
    element('p', {}, 'This page is served beside a run. ', button('Back to that run', onBack)),
  );
}

function beginWords({ scenario, nodes, seed, place, isSampled }: LiveBegin): string {
  const size = `${counted(nodes, 'node')}, seed ${seed}`;
  const curves = isSampled ? '' : ' It has several shards, so its curves come at the end.';
  return `A run that is followed: ${scenario}, ${size}, ${place}.${curves}`;
}

/** Verdict and measures of a storm on a deployed stack, and its waves. */
function showOutcome(outcome: LiveOutcome, { waves }: LiveBegin, moment: Moment): void {
  byId('verdicts').replaceChildren(...verdicts({ runs: [outcome] }));
  const come = waves.map(({ atMs, label }) =>
    element(
      'li',
      {},
      button(formatMoment(atMs), () => moment.moveTo(atMs, 'keys'), { class: 'when' }),
      element('span', {}, `Wave of restarts: ${label}.`),
    ),
  );
  byId('timelines').replaceChildren(element('ol', { class: 'timeline' }, ...come));
  const rows = outcome.rows.map(([name, value]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)),
  );
  const caption = element('caption', {}, 'The storm, in the measures of the command line.');
  byId('measures').replaceChildren(element('table', {}, caption, element('tbody', {}, ...rows)));
  byId('results').hidden = false;
}
