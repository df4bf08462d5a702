// Which way the page is seen: lab, story or presenter; and what of it is then shown.
import type { ComparisonResult } from '#runner/result.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { type NamedChart, Presenter } from '../presenter/presenter.ts';
import type { Mode, View } from '../story/link.ts';
import { StoryPanel } from '../story/story-panel.ts';
import { storyStep, storySteps } from '../story/story-steps.ts';
import { byId } from './element.ts';
import { type ModeSwitch, modeSwitch } from './mode-switch.ts';
import type { Moment } from './moment.ts';

/** What the modes ask of the page. */
export interface ModesListener {
  /** Goes to a view. @param inputs those that are chosen, where absent */
  onOpen(view: View, inputs?: LabInputs): void;
  onRun(inputs: LabInputs): void;
  onPlay(): void;
  /** Only these charts are shown; null: all. */
  onCharts(ids: readonly string[] | null): void;
}

/** The modes of the page, with the story and the presenter. */
export class PageModes {
  readonly #listener: ModesListener;
  readonly #switch: ModeSwitch;
  readonly #story: StoryPanel;
  readonly #presenter: Presenter;
  #view: View | null = null;

  constructor(moment: Moment, listener: ModesListener) {
    this.#listener = listener;
    this.#switch = modeSwitch(byId('modes'), (mode) => this.#to(mode));
    const onStep = (step: number) =>
      listener.onOpen({ mode: this.view.mode, step }, storyStep(step).inputs);
    this.#story = new StoryPanel(byId('step'), moment, {
      onStep,
      onRun: listener.onRun,
      onReveal: () => this.#showSecret(),
    });
    this.#presenter = new Presenter(byId('presenter'), moment, {
      onCharts: listener.onCharts,
      onPlay: listener.onPlay,
      onStep,
      onReveal: () => this.#story.reveal(),
      onLeave: () => this.#to(this.view.step === null ? 'lab' : 'story'),
    });
    addEventListener('keydown', (event) => {
      const by = this.view.mode === 'story' ? turnOf(event) : 0;
      const to = (this.view.step ?? 0) + by;
      if (by !== 0 && to >= 1 && to <= storySteps.length) onStep(to);
    });
  }

  /** What is shown. */
  get view(): View {
    return this.#view ?? { mode: 'lab', step: null };
  }

  /** Shows the page in another way. */
  open(view: View): void {
    const before = this.#view;
    this.#view = view;
    const { mode, step } = view;
    document.body.dataset.mode = mode;
    document.body.toggleAttribute('data-step', step !== null);
    this.#switch.show(mode);
    if (step !== null) this.#story.open(step);
    if (mode === 'presenter') this.#presenter.open(step);
    else this.#presenter.close();
    if (mode === 'lab') this.#listener.onCharts(null);
    if (mode === 'story' && step !== null) this.#listener.onCharts(storyStep(step).charts);
    this.#showSecret();
    if (before === null || (before.mode === mode && before.step === step)) return;
    scrollTo(0, 0);
    if (mode === 'story') byId('story-title').focus({ preventScroll: true });
  }

  /** The charts of the run, and its result once it is done. */
  showRun(charts: readonly NamedChart[], result: ComparisonResult | null): void {
    this.#presenter.show(charts, result);
  }

  /** A run is done. */
  showResult(inputs: LabInputs, result: ComparisonResult): void {
    if (this.view.step !== null) this.#story.showResult(inputs, result);
  }

  #to(mode: Mode): void {
    const { step } = this.view;
    if (mode === 'lab') this.#listener.onOpen({ mode, step: null });
    else if (mode === 'presenter' || step !== null) this.#listener.onOpen({ mode, step });
    else this.#listener.onOpen({ mode, step: 1 }, storyStep(1).inputs);
  }

  /** Before a question is answered, nothing is shown that answers it. */
  #showSecret(): void {
    const isSecret = this.view.step !== null && !this.#story.isRevealed;
    document.body.toggleAttribute('data-secret', isSecret);
    this.#presenter.showAnswer(!isSecret);
  }
}

/** Arrows turn a page of the story, unless what has the focus takes them. */
function turnOf(event: KeyboardEvent): -1 | 0 | 1 {
  const { key, defaultPrevented, target, altKey, ctrlKey, metaKey, shiftKey } = event;
  const isTaken = target instanceof Element && target.closest('input, select, textarea') !== null;
  if (defaultPrevented || isTaken || altKey || ctrlKey || metaKey || shiftKey) return 0;
  if (key === 'ArrowRight') return 1;
  return key === 'ArrowLeft' ? -1 : 0;
}
