// Play, pause, step and scrub over the samples of a run.
import { policyClass } from '#cli/report/chart-frame.ts';
import { phaseWords } from '#cli/report/phase-strips.ts';
import { timelineOf } from '#cli/report/run-moments.ts';
import { runPhases } from '#cli/report/run-phases.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { formatDuration, formatMoment } from '#runner/sentences/human-numbers.ts';
import { button, element } from './element.ts';
import type { Moment } from './moment.ts';

/** The player on the page. */
export interface Player {
  /** Paints the phases and the marks of a result; null: there is none yet. */
  show(result: ComparisonResult | null): void;
  /** Plays, or pauses. */
  toggle(): void;
}

/** How many seconds of the run pass in one. */
const speeds = [1, 10, 60, 600, 3_600, 10_000] as const;

/** A run is played in about so many seconds, unless another speed is chosen. */
const usualPlaySeconds = 30;

/** Fills the player's place. */
export function player(place: HTMLElement, moment: Moment, speak: (words: string) => void): Player {
  const scrub = element('input', {
    type: 'range',
    min: '0',
    max: '0',
    step: '1',
    id: 'scrub',
    'aria-label': 'Moment of the run',
  });
  const clock = element('output', { for: 'scrub', class: 'clock' });
  const strips = element('div', { class: 'strips', 'aria-hidden': 'true' });
  const speed = element(
    'select',
    { 'aria-label': 'Speed' },
    ...speeds.map((one) =>
      element('option', { value: String(one) }, `× ${one.toLocaleString('en-US')}`),
    ),
  );
  const play = playing(
    moment,
    () => Number(speed.value),
    (isOn) => {
      toggle.textContent = isOn ? 'Pause' : 'Play';
    },
  );
  const toggle = button('Play', () => play.toggle(), { class: 'primary' });
  const jump = (by: number) => () => {
    play.stop();
    moment.step(by, 'keys');
  };
  scrub.addEventListener('input', () => {
    play.stop();
    moment.moveTo(moment.times[Number(scrub.value)] ?? 0, 'pointer');
  });
  moment.listen((atMs, cause) => {
    scrub.max = String(moment.times.length - 1);
    scrub.value = String(moment.index);
    const words = formatMoment(atMs);
    scrub.setAttribute('aria-valuetext', words);
    clock.textContent = words;
    if (cause === 'keys') speak(words);
  });
  place.append(
    element(
      'div',
      { class: 'keys' },
      button('Step back', jump(-1)),
      toggle,
      button('Step', jump(1)),
      speed,
      clock,
    ),
    element('div', { class: 'track' }, strips, scrub),
  );
  return {
    toggle: play.toggle,
    show: (result) => {
      play.stop();
      strips.replaceChildren(...(result === null ? [] : stripsOf(result, moment)));
      const spanMs = moment.endMs - moment.startMs;
      const usual = speeds.find((one) => spanMs / 1_000 / one <= usualPlaySeconds) ?? speeds.at(-1);
      speed.value = String(usual);
    },
  };
}

/** With reduced motion the moment jumps once in so long. */
const calmEveryMs = 1_000;

function playing(moment: Moment, speed: () => number, onChange: (isOn: boolean) => void) {
  let lastMs: number | null = null;
  const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const stop = () => {
    lastMs = null;
    onChange(false);
  };
  const frame = (nowMs: number) => {
    if (lastMs === null) return;
    if (!isCalm() || nowMs - lastMs >= calmEveryMs) {
      moment.moveTo(moment.atMs + (nowMs - lastMs) * speed(), 'play');
      lastMs = nowMs;
    }
    if (moment.atMs >= moment.endMs) return stop();
    requestAnimationFrame(frame);
  };
  const toggle = () => {
    if (lastMs !== null) return stop();
    if (moment.atMs >= moment.endMs) moment.moveTo(moment.startMs, 'play');
    lastMs = performance.now();
    onChange(true);
    requestAnimationFrame(frame);
  };
  return { toggle, stop };
}

function stripsOf({ runs, targetShare }: ComparisonResult, moment: Moment): HTMLElement[] {
  const spanMs = Math.max(1, moment.endMs - moment.startMs);
  const share = (ms: number) => `${Math.min(100, Math.max(0, (ms / spanMs) * 100))}%`;
  return runs.map((run, index) => {
    const phases = runPhases(run).map(({ kind, startMs, endMs }) => {
      const words = `${run.policy}: ${phaseWords[kind]} for ${formatDuration(endMs - startMs)}`;
      const part = element('span', { class: `phase ${kind}`, title: words });
      part.style.left = share(startMs - moment.startMs);
      part.style.width = share(Math.min(endMs, moment.endMs) - startMs);
      return part;
    });
    const marks = timelineOf(run, targetShare).map(({ atMs, words }) => {
      const mark = element('span', { class: 'mark', title: `${formatMoment(atMs)}: ${words}` });
      mark.style.left = share(atMs - moment.startMs);
      return mark;
    });
    return element('div', { class: `strip ${policyClass(index)}` }, ...phases, ...marks);
  });
}
