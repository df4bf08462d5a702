// The page as a room sees it: one or two charts, verdicts and player in large type, by keys alone.
import { unbroken } from '#cli/report/markup.ts';
import { timelineOf } from '#cli/report/run-moments.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import { button, element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import { answerWords } from '../story/answer-words.ts';
import type { StoryStep } from '../story/story-step.ts';
import { storyStep, storySteps } from '../story/story-steps.ts';
import { actionOf, chosenCharts, type PresenterAction, presenterKeys } from './presenter-keys.ts';

/** What the presenter does with the rest of the page. */
export interface PresenterListener {
  /** The charts to show, by their ids. */
  onCharts(ids: readonly string[]): void;
  onPlay(): void;
  onStep(step: number): void;
  onReveal(): void;
  onLeave(): void;
}

/** The charts that there are, in the order of their digits. */
export interface NamedChart {
  readonly id: string;
  readonly title: string;
}

/** What is shown of a run where no step says otherwise. */
const usualCharts = ['signed-in', 'supernodes-0'];

/** A key moves through the run by this part of it. */
const moves = 50;

/** The presenter's parts of the page, and its keys. */
export class Presenter {
  readonly #moment: Moment;
  readonly #listener: PresenterListener;
  readonly #question = element('div', { class: 'presenter-question' });
  readonly #caption = element('p', { class: 'presenter-caption' });
  readonly #help = new HelpDialog();
  #isOpen = false;
  #step: number | null = null;
  #isRevealed = false;
  #shown: readonly string[] = usualCharts;
  #charts: readonly NamedChart[] = [];
  #result: ComparisonResult | null = null;

  /** Fills its place, and listens to keys. */
  constructor(place: HTMLElement, moment: Moment, listener: PresenterListener) {
    this.#moment = moment;
    this.#listener = listener;
    const foot = element(
      'p',
      { class: 'presenter-foot' },
      button('Keys (?)', () => this.#help.toggle(this.#charts)),
      button('Leave (Esc)', () => listener.onLeave()),
    );
    place.append(this.#question, this.#caption, foot, this.#help.dialog);
    moment.listen(() => this.#drawCaption());
    addEventListener('keydown', (event) => {
      const action = this.#isOpen && !isForControl(event) ? actionOf(event) : null;
      if (action === null) return;
      event.preventDefault();
      this.#act(action);
    });
  }

  /** Begins, or goes to a step. @param step the open step of the story; null: none */
  open(step: number | null): void {
    this.#isOpen = true;
    this.#step = step;
    this.#choose(step === null ? usualCharts : storyStep(step).charts.slice(0, 2));
    this.#drawQuestion();
  }

  close(): void {
    this.#isOpen = false;
    this.#help.dialog.close();
  }

  /** The charts of the run, and its result once it is done. */
  show(charts: readonly NamedChart[], result: ComparisonResult | null): void {
    this.#charts = charts;
    this.#result = result;
    this.#drawQuestion();
    this.#drawCaption();
  }

  /** Whether the answer of the step may be seen. */
  showAnswer(isRevealed: boolean): void {
    this.#isRevealed = isRevealed;
    this.#drawQuestion();
    this.#drawCaption();
  }

  #act(action: PresenterAction): void {
    switch (action.kind) {
      case 'play':
        this.#listener.onPlay();
        break;
      case 'help':
        this.#help.toggle(this.#charts);
        break;
      case 'leave':
        if (this.#help.dialog.open) this.#help.dialog.close();
        else this.#listener.onLeave();
        break;
      case 'reveal':
        if (this.#step !== null) this.#listener.onReveal();
        break;
      case 'turn':
        this.#turn(action.by);
        break;
      case 'chart': {
        const chart = this.#charts[action.index];
        if (chart !== undefined) this.#choose(chosenCharts(this.#shown, chart.id));
        break;
      }
      default:
        this.#move(action);
    }
  }

  #move(action: Extract<PresenterAction, { kind: 'move' | 'event' | 'end' }>): void {
    const moment = this.#moment;
    if (action.kind === 'move')
      moment.step(action.by * Math.ceil(moment.times.length / moves), 'keys');
    else if (action.kind === 'end')
      moment.moveTo(action.isLast ? moment.endMs : moment.startMs, 'keys');
    else if (this.#result !== null) toEvent(moment, this.#result, action.by);
  }

  #turn(by: -1 | 1): void {
    if (this.#step !== null) {
      const to = this.#step + by;
      if (to >= 1 && to <= storySteps.length) this.#listener.onStep(to);
      return;
    }
    const at = this.#charts.findIndex(({ id }) => id === this.#shown.at(-1));
    const next = this.#charts[(at + by + this.#charts.length) % this.#charts.length];
    if (next !== undefined) this.#choose([next.id]);
  }

  #choose(ids: readonly string[]): void {
    this.#shown = ids;
    this.#listener.onCharts(ids);
  }

  #drawQuestion(): void {
    const step = this.#step === null ? null : storyStep(this.#step);
    const words: HTMLElement[] =
      step === null ? [] : [element('h2', {}, `${this.#step}. ${step.title}`)];
    if (step !== null)
      words.push(
        ...questionWords(step, this.#isRevealed),
        ...(this.#isRevealed ? answerWords(step, null, this.#result) : []),
      );
    this.#question.replaceChildren(...words);
  }

  #drawCaption(): void {
    const events = this.#result === null ? [] : eventsOf(this.#result);
    const last = events.findLast(({ atMs }) => atMs <= this.#moment.atMs);
    // What happened may be the answer.
    const isSecret = this.#step !== null && !this.#isRevealed;
    this.#caption.textContent = last === undefined || isSecret ? '' : eventWords(last);
  }
}

/** A button or a slider that has the focus takes the keys that it knows. */
function isForControl({ target, key }: KeyboardEvent): boolean {
  const isButton = target instanceof HTMLButtonElement;
  return isButton && (key === ' ' || key === 'Enter');
}

/** The question, and what one may choose from as long as it is not answered. */
function questionWords({ question }: StoryStep, isAnswered: boolean): HTMLElement[] {
  const ask = element('p', { class: 'presenter-ask' }, unbroken(question.ask));
  if (isAnswered) return [ask];
  const options = question.kind === 'choice' ? question.options : [];
  const list = options.map((words) => element('li', {}, words));
  return [
    ask,
    ...(list.length === 0 ? [] : [element('ul', {}, ...list)]),
    element('p', { class: 'presenter-hint' }, 'Enter shows the answer.'),
  ];
}

interface RunEvent {
  readonly atMs: number;
  readonly policy: string;
  readonly words: string;
}

/** The moments of both runs, in the order of time. */
function eventsOf({ runs, targetShare }: ComparisonResult): RunEvent[] {
  return runs
    .flatMap((run) =>
      timelineOf(run, targetShare).map((entry) => ({ ...entry, policy: run.policy })),
    )
    .sort((a, b) => a.atMs - b.atMs);
}

function eventWords({ atMs, policy, words }: RunEvent): string {
  return unbroken(`${formatMoment(atMs)}, ${policy}: ${words}`);
}

function toEvent(moment: Moment, result: ComparisonResult, by: -1 | 1): void {
  const times = eventsOf(result).map(({ atMs }) => atMs);
  const next =
    by > 0
      ? times.find((atMs) => atMs > moment.atMs)
      : times.findLast((atMs) => atMs < moment.atMs);
  if (next !== undefined) moment.moveTo(next, 'keys');
}

/** The list of keys and charts. */
class HelpDialog {
  readonly dialog = element('dialog', {
    class: 'presenter-help',
    'aria-label': 'Keys',
    // On a small screen it scrolls, and who has no pointer scrolls what has the focus.
    tabindex: '0',
  });

  toggle(charts: readonly NamedChart[]): void {
    if (this.dialog.open) {
      this.dialog.close();
      return;
    }
    const keys = presenterKeys.flatMap(([key, does]) => [
      element('dt', {}, key),
      element('dd', {}, does),
    ]);
    const titles = charts.map(({ title }) => element('li', {}, title));
    this.dialog.replaceChildren(
      element('h2', {}, 'Keys'),
      element('dl', {}, ...keys),
      element('h2', {}, 'Charts'),
      element('ol', {}, ...titles),
    );
    this.dialog.showModal();
  }
}
