// The page: it puts form, player, charts and results together, and runs what is chosen.

import { unbroken } from '#cli/report/markup.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { type LabInputs, usualInputs } from '../inputs/inputs.ts';
import { linkOf, readLink, sameInputs } from '../story/link.ts';
import { button, byId, element } from './element.ts';
import { labForm } from './form.ts';
import { chartGallery } from './gallery.ts';
import { PageModes } from './modes.ts';
import { Moment } from './moment.ts';
import { measures, timelines, verdicts } from './outcome.ts';
import { comparisonOnPage, type PageRun } from './page-run.ts';
import { player } from './player.ts';
import { saving } from './save.ts';

const moment = new Moment();
const notices = byId('notices');
const status = byId('status');
const speak = spoken(byId('spoken'));
const play = player(byId('player'), moment, speak);
const gallery = chartGallery(byId('charts'), moment, speak);
const form = labForm(byId('form') as HTMLFormElement, (inputs) => start(inputs));
const modes = new PageModes(moment, {
  // A press on Back in the browser then leads to the view before.
  onOpen: (view, inputs = chosen) => {
    location.hash = linkOf(view, inputs);
  },
  onRun: (inputs) => start(inputs),
  onPlay: play.toggle,
  onCharts: gallery.choose,
});
let running: PageRun | null = null;
let chosen: LabInputs = usualInputs;
/** Of what was chosen; null: it is being computed, or was stopped. */
let shown: ComparisonResult | null = null;

// Where there is one column, results come first, and the inputs open at a press.
if (innerWidth <= 900) byId('inputs').removeAttribute('open');
open();
// A link that is pasted into the same tab loads nothing: the part after # alone changes.
addEventListener('hashchange', open);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => gallery.redraw());

function open(): void {
  const { view, inputs, mended } = readLink(location.hash);
  modes.open(view);
  form.show(inputs);
  // Steps of the story share runs.
  if (running === null || !sameInputs(chosen, inputs)) start(inputs);
  else if (shown !== null) modes.showResult(inputs, shown);
  if (mended.length > 0) notices.append(mendedNotice(mended));
}

function mendedNotice(mended: readonly string[]): HTMLElement {
  const list = mended.map((words) => element('li', {}, words));
  const notice = element('div', { class: 'notice' });
  notice.append(
    element('p', {}, 'The link was mended:'),
    element('ul', {}, ...list),
    button('Close', () => notice.remove()),
  );
  return notice;
}

/** Runs what is chosen. The run before it ends, if it has not. */
function start(inputs: LabInputs): void {
  running?.stop();
  chosen = inputs;
  shown = null;
  history.replaceState(null, '', `#${linkOf(modes.view, inputs)}`);
  notices.replaceChildren();
  showHead(inputs);
  play.show(null);
  running = comparisonOnPage(inputs, moment, {
    onBegin: (charts) => {
      gallery.show(charts, []);
      modes.showRun(charts, null);
    },
    onChange: (charts, done) => gallery.show(charts, done),
    onProgress: showProgress,
    onDone: (result, charts) => {
      shown = result;
      gallery.show(charts, result.runs);
      modes.showRun(charts, result);
      modes.showResult(inputs, result);
      byId('verdicts').replaceChildren(...verdicts(result));
      byId('timelines').replaceChildren(...timelines(result, moment));
      byId('measures').replaceChildren(measures(result));
      byId('saving').replaceChildren(...saving(inputs, result, say));
      byId('results').hidden = false;
      play.show(result);
      status.replaceChildren('Done.');
    },
    onDeath: (policy, reason, restart) => notices.append(deathNotice(policy, reason, restart)),
    onFailure: (reason) => {
      status.replaceChildren('The run failed.');
      notices.append(element('div', { class: 'notice' }, element('p', {}, reason)));
    },
  });
}

function showHead(inputs: LabInputs): void {
  const { title, story = [] } = scenarioOf(inputs.scenario);
  byId('title').textContent = title;
  byId('story').textContent = unbroken(story.join(' '));
  byId('verdicts').replaceChildren(element('p', { class: 'note' }, 'The run is being computed.'));
  byId('results').hidden = true;
  byId('saving').replaceChildren(...saving(inputs, null, say));
  const stop = button('Stop', () => {
    running?.stop();
    running = null;
    status.replaceChildren('Stopped. What was computed until then is shown.');
    byId('verdicts').replaceChildren(
      element('p', { class: 'note' }, 'The run was stopped: there is no verdict.'),
    );
  });
  status.replaceChildren('Computing… ', element('span', { id: 'progress' }), ' ', stop);
}

function showProgress(words: string): void {
  const place = document.getElementById('progress');
  if (place !== null) place.textContent = words;
}

function deathNotice(policy: string, reason: string, restart: () => void): HTMLElement {
  const again = button('Start it again', () => {
    notice.remove();
    restart();
  });
  const words = `The run of ${policy} died: ${reason}. The other one goes on.`;
  const notice = element('div', { class: 'notice', role: 'alert' }, element('p', {}, words), again);
  return notice;
}

function say(words: string): void {
  byId('said').textContent = words;
}

/** Words for who listens. A key that is held down says only where it stops. */
function spoken(place: HTMLElement): (words: string) => void {
  const pauseMs = 250;
  let waiting = 0;
  return (words) => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      place.textContent = words;
    }, pauseMs);
  };
}
