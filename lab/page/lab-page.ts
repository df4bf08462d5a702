// The page: it puts form, player, charts and results together, and runs what is chosen.

import { unbroken } from '#cli/report/markup.ts';
import type { PhasedRun } from '#cli/report/run-phases.ts';
import type { RecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { ComparisonResult } from '#runner/result.ts';
import type { Chart } from '../charts/chart.ts';
import { measuredCharts } from '../charts/measured-charts.ts';
import { takeFollow } from '../follow/follow-link.ts';
import { type LabInputs, usualInputs } from '../inputs/inputs.ts';
import { longRunWords } from '../inputs/long-run.ts';
import { backToLive, liveAddress, showLive } from '../live/live-view.ts';
import { faultIn, type OwnPolicy } from '../policy/own-policy.ts';
import { openOwn, preparation, withOwnPolicy } from '../policy/own-runs.ts';
import { policySection } from '../policy/policy-section.ts';
import { ownPolicyName } from '../policy/policy-text.ts';
import { recordingOpener } from '../recording/open-recording.ts';
import { recordedSource } from '../recording/recorded-source.ts';
import { recordingCard } from '../recording/recording-card.ts';
import { linkOf, readLink, sameInputs } from '../story/link.ts';
import { densityStrips } from '../strips/density-strips.ts';
import { button, byId, element } from './element.ts';
import { labForm } from './form.ts';
import { chartGallery } from './gallery.ts';
import { loadPictures } from './load-pictures.ts';
import { PageModes } from './modes.ts';
import { Moment } from './moment.ts';
import { measures, timelines, verdicts } from './outcome.ts';
import { player } from './player.ts';
import { computedSource, type RunSource } from './run-source.ts';
import type { PageRun } from './runs-on-page.ts';
import { saving } from './save.ts';
import { serviceSections } from './service-sections.ts';

const moment = new Moment();
const notices = byId('notices');
const status = byId('status');
const speak = spoken(byId('spoken'));
const play = player(byId('player'), moment, speak);
const gallery = chartGallery(byId('charts'), moment, speak);
const strips = densityStrips(byId('strips'), moment, speak);
const service = serviceSections(moment, speak);
const form = labForm(byId('form') as HTMLFormElement, (inputs) => {
  service.followNext(null);
  // Run in the form is no answer to whether somebody else's policy runs.
  if (isAsking && inputs.policies.includes(ownPolicyName)) ask(inputs, []);
  else startOrAsk(inputs);
});
const policy = policySection(byId('own-policy') as HTMLDetailsElement, () =>
  run(withOwnPolicy(form.inputs())),
);
const modes = new PageModes(moment, {
  // A press on Back in the browser then leads to the view before.
  onOpen: (view, inputs = chosen) => {
    location.hash = linkOf(view, inputs);
  },
  onRun: (inputs) => start(inputs),
  onPlay: play.toggle,
  onCharts: gallery.choose,
});
const live = liveAddress();
let running: PageRun | null = null;
/** Whether the policy of a link waits for the reader's word. */
let isAsking = false;
/** The recorded run that was opened last: the address without a part after # stands for it. */
let opened: RecordedRun | null = null;
let kind: RunSource['kind'] = 'computed';
let chosen: LabInputs = usualInputs;
/** Of what was chosen; null: it is being computed, or was stopped. */
let shown: ComparisonResult | null = null;

// Where there is one column, results come first, and the inputs open at a press.
if (innerWidth <= 900) byId('inputs').removeAttribute('open');
recordingOpener(byId('recorded-files'), { onRead: showRecorded, onRefused: refuse });
open();
// A link that is pasted into the same tab loads nothing: the part after # alone changes.
addEventListener('hashchange', open);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  gallery.redraw();
  strips.redraw();
});

function open(): void {
  const { rest, whom, said } = takeFollow(location.hash);
  const { view, inputs, mended } = readLink(rest);
  modes.open(view);
  if (location.hash === '' && opened !== null) {
    showRecorded(opened);
    return;
  }
  if (location.hash === '' && live !== null) {
    follow(live);
    return;
  }
  form.show(inputs);
  // The story needs runs of its own, and its steps share them.
  const isOthers = kind !== 'computed' && view.mode === 'story';
  const isNew = running === null || isOthers || !sameInputs(chosen, inputs);
  if (isNew) service.followNext(whom);
  if (isNew && inputs.own !== null) {
    ask(inputs, [...mended, ...said]);
    return;
  }
  if (isNew) startOrAsk(inputs);
  else {
    if (shown !== null) modes.showResult(inputs, shown);
    service.followShown(whom);
  }
  if (mended.length + said.length > 0) notices.append(mendedNotice([...mended, ...said]));
}

/** Shows the policy of a link, and runs nothing before the reader says so. */
function ask(inputs: LabInputs, mended: readonly string[]): void {
  showBefore(inputs);
  isAsking = true;
  status.replaceChildren('Nothing runs yet.');
  const { hash } = location;
  const page = { notices, isCurrent: () => location.hash === hash };
  void openOwn(inputs, policy, page, (next, more) => {
    run(next);
    const all = [...mended, ...more];
    if (all.length > 0) notices.append(mendedNotice(all));
  });
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

/** What takes long is begun only when the reader has seen how long. */
function startOrAsk(inputs: LabInputs): void {
  const words = longRunWords(inputs);
  if (words === null) {
    start(inputs);
    return;
  }
  showBefore(inputs);
  history.replaceState(null, '', `#${linkOf(modes.view, inputs)}`);
  notices.replaceChildren(
    element(
      'div',
      { class: 'notice' },
      ...words.map((sentence) => element('p', {}, sentence)),
      button('Run it here', () => start(inputs), { class: 'primary' }),
    ),
  );
  status.replaceChildren('Not begun.');
  byId('verdicts').replaceChildren();
}

/** Runs what is chosen. */
function start(inputs: LabInputs): void {
  isAsking = false;
  if (!inputs.policies.includes(ownPolicyName)) {
    compute({ ...inputs, own: null }, null);
    return;
  }
  showBefore(inputs);
  running = preparation(inputs, policy, { onReady: compute, onFailure: failed });
}

/** Shows what is chosen before any of it runs. */
function showBefore(inputs: LabInputs): void {
  running?.stop();
  running = null;
  isAsking = false;
  chosen = inputs;
  shown = null;
  notices.replaceChildren();
  showHead(computedSource(inputs, null));
  play.show(null);
}

/** @param own the reader's own policy, where it is compared */
function compute(inputs: LabInputs, own: OwnPolicy | null): void {
  chosen = inputs;
  history.replaceState(null, '', `#${linkOf(modes.view, inputs)}`);
  show(computedSource(inputs, own));
  if (live !== null) byId('origin').replaceChildren(backToLive(() => follow(live)));
}

function follow(address: string): void {
  opened = null;
  form.show(usualInputs);
  showLive(address, { moment, show, run });
}

/** Runs inputs that do not come from the form. */
function run(inputs: LabInputs): void {
  form.show(inputs);
  start(inputs);
}

/** Shows a recorded run. */
function showRecorded(recorded: RecordedRun): void {
  opened = recorded;
  show(recordedSource(recorded));
  byId('origin').replaceChildren(recordingCard(recorded, run));
}

/** Shows runs of a source. The source before it ends, if it has not. */
function show(source: RunSource): void {
  running?.stop();
  kind = source.kind;
  shown = null;
  notices.replaceChildren();
  showHead(source);
  play.show(null);
  service.begin(source.kind === 'computed' ? chosen : null);
  running = source.open(moment, {
    onBegin: (charts) => {
      showCharts(source, charts, []);
      modes.showRun(charts, null);
      // From now on the page needs no network. A press on PNG asks again where this has failed.
      void loadPictures().catch(() => {});
    },
    onChange: (charts, phased) => showCharts(source, charts, phased),
    onRuns: (runs) => {
      strips.show(runs);
      service.show(runs);
    },
    onProgress: showProgress,
    onDone: (result, charts) => {
      showCharts(source, charts, result.runs);
      modes.showRun(charts, result);
      if (source.kind === 'computed') showAnswer(result);
      byId('verdicts').replaceChildren(...verdicts(result));
      byId('timelines').replaceChildren(...timelines(result, moment));
      byId('measures').replaceChildren(measures(result));
      byId('saving').replaceChildren(...saving(source.again, result, say));
      byId('results').hidden = false;
      play.show(result);
      service.done();
      status.replaceChildren(source.kind === 'recorded' ? '' : 'Done.');
    },
    onDeath: (policy, reason, restart) => notices.append(deathNotice(policy, reason, restart)),
    onFailure: failed,
  });
}

/** Says why runs have ended without a result, and marks the line of an own policy. */
function failed(reason: string): void {
  status.replaceChildren('The run failed.');
  refuse(reason);
  if (faultIn(reason) !== undefined) policy.showFault(reason);
}

/** The story asks of runs with its own inputs, which are computed here. */
function showAnswer(result: ComparisonResult): void {
  shown = result;
  modes.showResult(chosen, result);
}

function refuse(reason: string): void {
  notices.append(element('div', { class: 'notice', role: 'alert' }, element('p', {}, reason)));
}

/** Of runs that are not computed here, charts without any value are named and not drawn. */
function showCharts(
  { kind: from, unmeasured }: RunSource,
  all: readonly Chart[],
  phased: readonly PhasedRun[],
): void {
  const { charts, without } =
    from === 'computed' ? { charts: all, without: [] } : measuredCharts(all);
  byId('unmeasured').textContent =
    without.length === 0 ? '' : `${unmeasured}: ${without.join(', ')}.`;
  gallery.show(charts, phased);
}

function showHead({ kind: from, title, story, again }: RunSource): void {
  byId('title').textContent = title;
  byId('story').textContent = unbroken(story.join(' '));
  byId('verdicts').replaceChildren(element('p', { class: 'note' }, 'There is no verdict yet.'));
  byId('results').hidden = true;
  byId('origin').replaceChildren();
  byId('saving').replaceChildren(...saving(again, null, say));
  // Only runs with inputs of the page have an address.
  if (from !== 'computed') history.replaceState(null, '', location.pathname + location.search);
  const stop = button('Stop', () => {
    running?.stop();
    running = null;
    status.replaceChildren('Stopped. What was computed until then is shown.');
    byId('verdicts').replaceChildren(
      element('p', { class: 'note' }, 'The run was stopped: there is no verdict.'),
    );
  });
  const words = { computed: ['Computing… '], recorded: [], followed: ['Following… '] }[from];
  const buttons = from === 'computed' ? [' ', stop] : [];
  status.replaceChildren(...words, element('span', { id: 'progress' }), ...buttons);
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
  const words = `The run of ${policy} died: ${reason}. The others go on.`;
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
